package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.load.Gauge;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.space.UndoPlanner;
import dev.lowtide.scheduler.space.UndoServer;
import dev.lowtide.scheduler.space.UndoSpace;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Undo tablespaces, asked of and changed at the target. Safe for any thread. */
public final class MySqlUndoServer implements UndoServer {

  private static final String SPACES =
      """
      SELECT NAME, SPACE, FILE_SIZE, COALESCE(STATE, '')
      FROM information_schema.INNODB_TABLESPACES WHERE SPACE_TYPE = 'Undo' ORDER BY NAME""";

  /** As many as anybody reads; the first of them is what purge waits for. */
  private static final String HOLDERS =
      """
      SELECT CONCAT('session ', x.trx_mysql_thread_id, ' (',
        COALESCE(CONCAT(p.PROCESSLIST_USER, '@', p.PROCESSLIST_HOST), 'gone'), '), whose transaction is open for ',
        TIMESTAMPDIFF(SECOND, x.trx_started, NOW()), ' s')
      FROM information_schema.INNODB_TRX x
      LEFT JOIN performance_schema.threads p ON p.PROCESSLIST_ID = x.trx_mysql_thread_id
      WHERE x.trx_mysql_thread_id <> CONNECTION_ID() AND x.trx_mysql_thread_id <> 0
      ORDER BY x.trx_started LIMIT 5""";

  /** Prepared, and nobody's any more. */
  private static final String PREPARED =
      """
      SELECT CONCAT('a prepared XA transaction of ', trx_started)
      FROM information_schema.INNODB_TRX WHERE trx_mysql_thread_id = 0
      ORDER BY trx_started LIMIT 5""";

  private static final String AUTOMATIC =
      """
      SELECT CONCAT('By itself the server truncates ', IF(@@innodb_undo_log_truncate,
        CONCAT('those of more than ', ROUND(@@innodb_max_undo_log_size / 1048576),
          ' MiB (innodb_undo_log_truncate = ON, innodb_max_undo_log_size)'),
        'none (innodb_undo_log_truncate = OFF)'), '.')""";

  private final Target target;

  public MySqlUndoServer(Target target) {
    this.target = target;
  }

  @Override
  public List<UndoSpace> spaces() {
    return target.watch(MySqlUndoServer::spaces);
  }

  @Override
  public void create() {
    boolean isThere = spaces().stream().map(UndoSpace::name).anyMatch(UndoSpace.HELPER::equals);
    execute(isThere ? UndoPlanner.setActive(UndoSpace.HELPER) : UndoPlanner.create());
  }

  @Override
  public void drop() {
    execute(UndoPlanner.drop());
  }

  @Override
  public void setInactive(String name) {
    execute(UndoPlanner.setInactive(name));
  }

  @Override
  public void setActive(String name) {
    execute(UndoPlanner.setActive(name));
  }

  @Override
  public String automatic() {
    return target.watch(connection -> Target.text(connection, AUTOMATIC));
  }

  @Override
  public Backlog backlog() {
    return target.watch(
        connection -> {
          Gauge history = RedoAndUndo.historyListLength(connection);
          List<String> holders = new ArrayList<>(FactReader.texts(connection, HOLDERS));
          holders.addAll(FactReader.texts(connection, PREPARED));
          return new Backlog(
              history.isMissing() ? OptionalLong.empty() : OptionalLong.of((long) history.value()),
              holders);
        });
  }

  /** A session of its own: truncating may make the server flush for longer than an answer takes. */
  private void execute(String sql) {
    try (Connection connection = target.session(List.of());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new TargetException(sql + ": " + Target.firstLine(e), e);
    }
  }

  private static List<UndoSpace> spaces(Connection connection) throws SQLException {
    List<UndoSpace> spaces = new ArrayList<>();
    try (Statement statement = Target.statement(connection);
        ResultSet row = statement.executeQuery(SPACES)) {
      while (row.next()) {
        spaces.add(
            new UndoSpace(
                row.getString(1),
                row.getLong(2),
                new ByteSize(row.getLong(3)),
                state(row.getString(4))));
      }
    }
    return spaces;
  }

  private static UndoSpace.State state(String text) {
    return switch (text) {
      case "active" -> UndoSpace.State.ACTIVE;
      case "inactive" -> UndoSpace.State.INACTIVE;
      case "empty" -> UndoSpace.State.EMPTY;
      default -> UndoSpace.State.OTHER;
    };
  }
}
