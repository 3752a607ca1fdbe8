package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.copy.CopyRecord;
import dev.lowtide.scheduler.copy.LogFiles;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.space.BinlogServer;
import dev.lowtide.scheduler.space.Deed;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The binary log of the target, and who needs it. Safe for any thread. */
public final class MySqlBinlogServer implements BinlogServer, Deed {

  /**
   * A few times a minute a replica that is away costs {@link AppliedByReplica#SILENCE_MAX_MILLIS}.
   */
  private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(15);

  /**
   * Whoever reads it with our account is us. A replica tells its source which server it is; host
   * names do not, they depend on who resolves them.
   */
  private static final String READERS =
      """
      SELECT CONCAT(COALESCE(t.PROCESSLIST_USER, ''), '@', COALESCE(t.PROCESSLIST_HOST, '')),
        COALESCE((SELECT MAX(CAST(v.VARIABLE_VALUE AS CHAR))
          FROM performance_schema.user_variables_by_thread v
          WHERE v.THREAD_ID = t.THREAD_ID AND v.VARIABLE_NAME IN ('replica_uuid', 'slave_uuid')),
          '')
      FROM performance_schema.threads t
      WHERE t.PROCESSLIST_COMMAND IN ('Binlog Dump', 'Binlog Dump GTID')
        AND NOT (t.PROCESSLIST_USER <=> SUBSTRING_INDEX(USER(), '@', 1))""";

  private final Target target;
  private final MySqlLogFiles files;
  private final List<TargetConfig> replicas;
  private final Supplier<List<CopyRecord>> copies;
  private final LongSupplier nanos;
  private final Map<String, Silence> silences = new ConcurrentHashMap<>();

  /** Of a replica that did not answer. */
  private record Silence(String text, long atNanos) {}

  /**
   * @param replicas with our account there
   * @param copies of the registry that go on from their positions
   * @param nanos of a clock that nobody sets
   */
  public MySqlBinlogServer(
      Target target,
      List<TargetConfig> replicas,
      Supplier<List<CopyRecord>> copies,
      LongSupplier nanos) {
    this.target = target;
    this.files = new MySqlLogFiles(target);
    this.replicas = List.copyOf(replicas);
    this.copies = copies;
    this.nanos = nanos;
  }

  @Override
  public LogFiles files() {
    return files.read();
  }

  @Override
  public List<Reader> readers() {
    return target.ask(MySqlBinlogServer::readers);
  }

  private static List<Reader> readers(Connection connection) throws SQLException {
    List<Reader> readers = new ArrayList<>();
    try (Statement statement = Target.statement(connection);
        ResultSet row = statement.executeQuery(READERS)) {
      while (row.next()) {
        readers.add(new Reader(row.getString(1), row.getString(2)));
      }
    }
    return readers;
  }

  @Override
  public List<Need> needs() {
    List<Need> needs = new ArrayList<>();
    for (CopyRecord copy : copies.get()) {
      needs.add(
          new Need(
              "copy " + copy.id() + " of " + copy.table().original(), copy.applied().file(), ""));
    }
    String source = target.serverId();
    for (TargetConfig replica : replicas) {
      needs.add(ask(replica, source));
    }
    return needs;
  }

  @Override
  public void execute(ShrinkPlan plan) {
    Statements.execute(target, plan);
  }

  @Override
  public String doubts(ShrinkPlan plan) {
    String first = files().files().get(0).name();
    return first.equals(plan.subject().name())
        ? ""
        : "the oldest file is " + first + " (expected: " + plan.subject().name() + ")";
  }

  /**
   * Silence is no answer, and not for ever: whoever wants to know waits. One that is silent is left
   * alone for a while, because looks at everything else wait for it as well.
   */
  private Need ask(TargetConfig replica, String source) {
    String who = "replica " + replica.host() + ":" + replica.port();
    Silence last = silences.get(who);
    if (last != null && nanos.getAsLong() - last.atNanos() < ASK_AGAIN_AFTER.toNanos()) {
      throw new TargetException(last.text());
    }
    try {
      Need need = AppliedByReplica.ask(who, replica, source);
      silences.remove(who);
      return need;
    } catch (SQLException e) {
      String text = who + " cannot be asked what it needs: " + Target.firstLine(e);
      silences.put(who, new Silence(text, nanos.getAsLong()));
      throw new TargetException(text, e);
    }
  }
}
