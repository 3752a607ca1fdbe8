package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Space;
import dev.lowtide.scheduler.shrink.Subject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Partitions with files of their own. Confined to one thread. */
final class PartitionSpaces {

  /** As many as anybody reads; statistics are fresh in these sessions. */
  private static final String PARTITIONS =
      """
      SELECT TABLE_SCHEMA, TABLE_NAME, CONCAT_WS('/', PARTITION_NAME, SUBPARTITION_NAME),
        COALESCE(DATA_LENGTH + INDEX_LENGTH + DATA_FREE, 0), COALESCE(TABLE_ROWS, 0),
        COALESCE(DATA_FREE, 0), COALESCE(PARTITION_METHOD, ''),
        COALESCE(PARTITION_DESCRIPTION, '')
      FROM information_schema.PARTITIONS
      WHERE PARTITION_NAME IS NOT NULL
        AND TABLE_SCHEMA NOT IN ('mysql', 'sys', 'information_schema', 'performance_schema',
          'lowtide', 'lowtide_new', 'lowtide_old')
      ORDER BY TABLE_ROWS > 0, 4 DESC LIMIT 200""";

  private static final String PARTITION_FILES =
      """
      SELECT NAME, FILE_SIZE FROM information_schema.INNODB_TABLESPACES
      WHERE SPACE_TYPE = 'Single' AND NAME LIKE '%#p#%'""";

  /** What a truncated one occupies; there is nothing to get from it any more. */
  private static final ByteSize TRUNCATED = new ByteSize(7 * 16_384);

  private final Connection connection;
  private final EmptyPartitions empty;

  PartitionSpaces(Connection connection) {
    this.connection = connection;
    this.empty = new EmptyPartitions(connection);
  }

  /** Those without rows first, then the largest. */
  List<Space> all() throws SQLException {
    Map<String, Long> files = files();
    List<Space> spaces = new ArrayList<>();
    try (Statement statement = Target.statement(connection);
        ResultSet row = statement.executeQuery(PARTITIONS)) {
      while (row.next()) {
        spaces.add(partition(row, files));
      }
    }
    spaces.sort(Comparator.comparing((Space space) -> space.reclaimable() == null));
    return spaces;
  }

  /** Their real sizes: the server's statistics know them as they were a while ago. */
  private Map<String, Long> files() throws SQLException {
    Map<String, Long> files = new HashMap<>();
    try (Statement statement = Target.statement(connection);
        ResultSet row = statement.executeQuery(PARTITION_FILES)) {
      while (row.next()) {
        files.put(row.getString(1), row.getLong(2));
      }
    }
    return files;
  }

  private Space partition(ResultSet row, Map<String, Long> files) throws SQLException {
    TableName table = new TableName(row.getString(1), row.getString(2));
    String file = PartitionFile.name(table, row.getString(3));
    ByteSize size = new ByteSize(files.getOrDefault(file, row.getLong(4)));
    boolean isEmpty = row.getLong(5) == 0 && empty.isSeenToBeEmpty(table, row.getString(3));
    String limits = row.getString(7) + (row.getString(8).isEmpty() ? "" : " " + row.getString(8));
    return new Space(
        Subject.partition(table, row.getString(3)),
        size,
        isEmpty ? gain(size) : null,
        !row.getString(3).contains("/"),
        "partition by "
            + limits
            + (isEmpty
                ? "; no rows"
                : "; about " + row.getLong(5) + " rows, a plan estimates what it gives back"),
        isEmpty
            ? "truncated by a run; dropped by whoever owns it, if it has expired"
            : "copied and exchanged by a run; dropped by whoever owns it, if it has expired");
  }

  private static ByteSize gain(ByteSize size) {
    return size.compareTo(TRUNCATED) > 0 ? size.minus(TRUNCATED) : ByteSize.ZERO;
  }
}
