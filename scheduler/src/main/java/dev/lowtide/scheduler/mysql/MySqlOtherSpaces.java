package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Space;
import dev.lowtide.scheduler.shrink.SpaceKind;
import dev.lowtide.scheduler.shrink.Subject;
import dev.lowtide.scheduler.space.OtherSpaces;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the server lists of partitions, temporary space, FULLTEXT and tables of its own. */
public final class MySqlOtherSpaces implements OtherSpaces {

  private static final String GLOBAL_TEMPORARY =
      """
      SELECT FILE_NAME, TOTAL_EXTENTS * EXTENT_SIZE, FREE_EXTENTS * EXTENT_SIZE,
        COALESCE(MAXIMUM_SIZE, 0)
      FROM information_schema.FILES WHERE TABLESPACE_NAME = 'innodb_temporary'""";

  /** Only those that somebody has, and has more of than a new one has. */
  private static final String SESSION_TEMPORARY =
      """
      SELECT s.ID, s.SIZE, s.PURPOSE, COALESCE(CONCAT(t.PROCESSLIST_USER, '@', t.PROCESSLIST_HOST),
          ''), COALESCE(t.PROCESSLIST_COMMAND, ''), COALESCE(t.PROCESSLIST_TIME, 0)
      FROM information_schema.INNODB_SESSION_TEMP_TABLESPACES s
      LEFT JOIN performance_schema.threads t ON t.PROCESSLIST_ID = s.ID
      WHERE s.STATE = 'ACTIVE' ORDER BY s.SIZE DESC LIMIT 50""";

  private static final String SESSION_POOL =
      "SELECT COALESCE(SUM(SIZE), 0) FROM information_schema.INNODB_SESSION_TEMP_TABLESPACES";

  /** Their names have the id of the table in hexadecimal digits. */
  private static final String FULLTEXT =
      """
      SELECT o.NAME, COUNT(*), SUM(a.FILE_SIZE)
      FROM information_schema.INNODB_TABLESPACES a
      JOIN information_schema.INNODB_TABLES o
        ON o.TABLE_ID = CONV(SUBSTRING(SUBSTRING_INDEX(a.NAME, '/', -1), 5, 16), 16, 10)
      WHERE a.NAME LIKE '%/fts\\_0%' GROUP BY o.NAME ORDER BY 3 DESC LIMIT 100""";

  private static final String FULLTEXT_OF =
      """
      SELECT COALESCE(SUM(a.FILE_SIZE), 0)
      FROM information_schema.INNODB_TABLES o
      JOIN information_schema.INNODB_TABLESPACES a
        ON o.TABLE_ID = CONV(SUBSTRING(SUBSTRING_INDEX(a.NAME, '/', -1), 5, 16), 16, 10)
      WHERE a.NAME LIKE '%/fts\\_0%' AND o.NAME = ?""";

  private static final String OWN =
      """
      SELECT TABLE_NAME, COALESCE(DATA_LENGTH, 0) + COALESCE(INDEX_LENGTH, 0), ENGINE,
        COALESCE(TABLE_ROWS, 0)
      FROM information_schema.TABLES
      WHERE TABLE_SCHEMA = 'mysql' AND TABLE_NAME IN
        ('gtid_executed', 'innodb_index_stats', 'innodb_table_stats', 'general_log', 'slow_log')
      ORDER BY 2 DESC""";

  private static final ByteSize SESSION_NEW = new ByteSize(5 * 16_384);

  private final Target target;

  public MySqlOtherSpaces(Target target) {
    this.target = target;
  }

  /** Reads one row. */
  @FunctionalInterface
  private interface Reader {
    Space read(ResultSet row) throws SQLException;
  }

  @Override
  public List<Space> partitions() {
    return target.ask(connection -> new PartitionSpaces(connection).all());
  }

  @Override
  public List<Space> temporary() {
    return target.ask(
        connection -> {
          List<Space> spaces =
              new ArrayList<>(list(connection, GLOBAL_TEMPORARY, MySqlOtherSpaces::global));
          spaces.add(pool(connection));
          return spaces;
        });
  }

  private static Space global(ResultSet row) throws SQLException {
    ByteSize free = new ByteSize(row.getLong(3));
    ByteSize cap = new ByteSize(row.getLong(4));
    return new Space(
        Subject.of(SpaceKind.TEMPORARY, "global"),
        new ByteSize(row.getLong(2)),
        null,
        false,
        "global temporary tablespace "
            + row.getString(1)
            + ", "
            + free
            + " of it free, "
            + (cap.bytes() == 0 ? "without a limit" : "at most " + cap)
            + "; rollback segments of temporary tables are in it",
        "made anew when the server starts, and only then; innodb_temp_data_file_path with"
            + " …:autoextend:max:… limits it");
  }

  /** Whoever disconnects gives a tablespace back to the pool, and it is truncated. */
  private static Space pool(Connection connection) throws SQLException {
    long pool = Long.parseLong(Target.text(connection, SESSION_POOL));
    List<String> idle = new ArrayList<>();
    long gain = 0;
    try (Statement statement = Target.statement(connection);
        ResultSet row = statement.executeQuery(SESSION_TEMPORARY)) {
      while (row.next()) {
        long more = row.getLong(2) - SESSION_NEW.bytes();
        if (row.getString(5).equals("Sleep") && more > 0) {
          gain += more;
          idle.add(
              "session "
                  + row.getLong(1)
                  + " ("
                  + row.getString(4)
                  + "), idle for "
                  + row.getLong(6)
                  + " s: "
                  + new ByteSize(row.getLong(2))
                  + " "
                  + row.getString(3));
        }
      }
    }
    return new Space(
        Subject.of(SpaceKind.TEMPORARY, "sessions"),
        new ByteSize(pool),
        new ByteSize(gain),
        false,
        "temporary tablespaces of sessions; idle ones hold "
            + (idle.isEmpty() ? "none that has grown" : String.join(", ", idle)),
        "given back when a session disconnects; let the application's pool close idle ones. None is"
            + " ended for it: temporary tables would be lost with it");
  }

  @Override
  public List<Space> fulltext() {
    return target.ask(
        connection -> {
          List<Space> spaces = new ArrayList<>();
          try (Statement statement = Target.statement(connection);
              ResultSet row = statement.executeQuery(FULLTEXT)) {
            while (row.next()) {
              int files = row.getInt(2);
              ByteSize size = new ByteSize(row.getLong(3));
              FileName.table(row.getString(1))
                  .ifPresent(table -> spaces.add(fulltext(table, files, size)));
            }
          }
          return spaces;
        });
  }

  @Override
  public ByteSize fulltext(TableName table) {
    return target.ask(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(FULLTEXT_OF)) {
            statement.setString(1, FileName.of(table).orElse(""));
            try (ResultSet row = statement.executeQuery()) {
              row.next();
              return new ByteSize(row.getLong(1));
            }
          }
        });
  }

  private static Space fulltext(TableName table, int files, ByteSize size) {
    return new Space(
        Subject.fulltext(table),
        size,
        null,
        true,
        files
            + " files behind its FULLTEXT indexes; words of deleted rows stay in them, and how many"
            + " those are the server does not tell",
        "made anew together with the table, by a run on it. OPTIMIZE TABLE with"
            + " innodb_optimize_fulltext_only = ON never makes them smaller, and may make them"
            + " larger");
  }

  @Override
  public List<Space> ofServer() {
    return target.ask(connection -> list(connection, OWN, MySqlOtherSpaces::own));
  }

  private static Space own(ResultSet row) throws SQLException {
    String name = row.getString(1);
    boolean isLog = row.getString(3).equalsIgnoreCase("CSV");
    ByteSize size = new ByteSize(row.getLong(2));
    @Nullable ByteSize gain = isLog ? size : ByteSize.ZERO;
    return new Space(
        Subject.of(new TableName("mysql", name)),
        size,
        gain,
        false,
        isLog
            ? "a log of the server's, as a CSV file"
            : "about "
                + row.getLong(4)
                + " rows, in the server's own tablespace mysql.ibd, which never becomes smaller",
        isLog
            ? "by a person: TRUNCATE TABLE mysql." + name + ", when nobody needs what is in it"
            : "nothing gives it back; OPTIMIZE TABLE would only move it about in mysql.ibd");
  }

  private static List<Space> list(Connection connection, String sql, Reader reader)
      throws SQLException {
    List<Space> spaces = new ArrayList<>();
    try (Statement statement = Target.statement(connection);
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        spaces.add(reader.read(row));
      }
    }
    return spaces;
  }
}
