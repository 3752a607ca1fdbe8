package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Subject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Asks InnoDB's dictionary for the files of one table. */
final class DataFiles {

  /** A file that InnoDB has not opened yet has no row among the tablespaces' files. */
  private static final String FILES =
      """
      SELECT t.NAME, t.SPACE, t.ROW_FORMAT, t.ZIP_PAGE_SIZE, t.SPACE_TYPE = 'Single',
        COALESCE(s.FILE_SIZE, 0), COALESCE(f.FILE_NAME, '')
      FROM information_schema.INNODB_TABLES t
      LEFT JOIN information_schema.INNODB_TABLESPACES s ON s.SPACE = t.SPACE
      LEFT JOIN information_schema.FILES f ON f.FILE_ID = t.SPACE
      WHERE (t.NAME = ? OR LEFT(t.NAME, ?) = ?)
        AND (@@lower_case_table_names > 0 OR LEFT(t.NAME, ?) = CAST(? AS BINARY))
      ORDER BY t.NAME""";

  private DataFiles() {}

  /** Of a table, or that of one partition. */
  static List<DataFile> of(Connection connection, Subject subject) throws SQLException {
    List<DataFile> files = of(connection, subject.table());
    if (subject.isTable()) {
      return files;
    }
    String name = PartitionFile.name(subject.table(), subject.name());
    return files.stream().filter(file -> file.dictionaryName().equals(name)).toList();
  }

  static List<DataFile> of(Connection connection, TableName table) throws SQLException {
    String name = FileName.of(table).orElseThrow(() -> unnamed(table));
    String partitions = name + "#p#";
    List<DataFile> files = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(FILES)) {
      statement.setString(1, name);
      statement.setInt(2, partitions.length());
      statement.setString(3, partitions);
      statement.setInt(4, name.length());
      statement.setString(5, name);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          files.add(file(row));
        }
      }
    }
    return files;
  }

  private static TargetException unnamed(TableName table) {
    return new TargetException(
        "table "
            + table
            + " has characters beyond ASCII in its name (expected: none; its files cannot be told"
            + " apart from others)");
  }

  private static DataFile file(ResultSet row) throws SQLException {
    return new DataFile(
        row.getString(1),
        row.getLong(2),
        row.getString(3),
        row.getInt(4),
        row.getBoolean(5),
        new ByteSize(row.getLong(6)),
        row.getString(7));
  }
}
