package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.shrink.ByteSize;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;

/** The file in which one partition lies, by the names of InnoDB's dictionary. */
final class PartitionFile {

  private static final String FILE_SIZE =
      """
      SELECT COALESCE(SUM(FILE_SIZE), 0) FROM information_schema.INNODB_TABLESPACES
      WHERE NAME = ?""";

  /** The number goes with the rows: an exchange gives the one's to the other. */
  private static final String SPACE =
      """
      SELECT COALESCE(MAX(SPACE), 0) FROM information_schema.INNODB_TABLESPACES
      WHERE NAME = ? AND SPACE_TYPE = 'Single'""";

  private PartitionFile() {}

  /** InnoDB writes names of partitions in lower case, whatever they are. */
  static String name(TableName table, String partition) {
    String lower = partition.toLowerCase(Locale.ROOT);
    String encoded = FileName.of(new TableName(table.schema(), lower)).orElse("/");
    return FileName.of(table).orElse("")
        + "#p#"
        + encoded.substring(encoded.indexOf('/') + 1).replace("@002f", "#sp#");
  }

  /** Nothing if there is no such file. */
  static ByteSize size(Connection connection, TableName table, String partition)
      throws SQLException {
    return new ByteSize(ask(connection, FILE_SIZE, name(table, partition)));
  }

  /** The number of the tablespace; 0 if there is none of its own. */
  static long space(Connection connection, TableName table, String partition) throws SQLException {
    return ask(connection, SPACE, name(table, partition));
  }

  /** The same of a table without partitions. */
  static long space(Connection connection, TableName table) throws SQLException {
    return ask(connection, SPACE, FileName.of(table).orElse("/"));
  }

  private static long ask(Connection connection, String sql, String name) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
