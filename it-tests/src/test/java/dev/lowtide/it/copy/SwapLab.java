package dev.lowtide.it.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.RunningProxy;
import dev.lowtide.it.harness.TestServer;
import dev.lowtide.it.scenarios.Lab;
import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.SessionPhase;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.proxy.activity.TransactionState;
import dev.lowtide.proxy.sql.BodyReader;
import dev.lowtide.scheduler.ProxyHold;
import dev.lowtide.scheduler.copy.CopyRecord;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.execute.Pace;
import dev.lowtide.scheduler.execute.Surroundings;
import dev.lowtide.scheduler.execute.Swap;
import dev.lowtide.scheduler.execute.Swap.Outcome;
import dev.lowtide.scheduler.execute.SwapSession;
import dev.lowtide.scheduler.execute.SwapUnderHold;
import dev.lowtide.scheduler.ledger.Dependencies;
import dev.lowtide.scheduler.mysql.MySqlCopyRegistry;
import dev.lowtide.scheduler.mysql.MySqlDictionary;
import dev.lowtide.scheduler.mysql.MySqlSwapServer;
import dev.lowtide.scheduler.mysql.MySqlSwapSession;
import dev.lowtide.scheduler.mysql.Target;
import dev.lowtide.scheduler.mysql.TargetConfig;
import dev.lowtide.scheduler.quiet.QuietVerdict;
import dev.lowtide.scheduler.shrink.AbortReason;
import dev.lowtide.scheduler.shrink.Subject;
import dev.lowtide.scheduler.shrink.WaitsCaused;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A proxy, a table behind it, and shadows that are put in its place. */
final class SwapLab implements AutoCloseable {

  static final Duration BUDGET = Duration.ofMillis(300);
  static final TableName TABLE = new TableName(Lab.SCHEMA, "swapped");
  static final String OWNER = "lab";

  final RunningProxy proxy;
  final Target target;
  final Connection direct;
  final ToldChanges changes = new ToldChanges();
  final MySqlCopyRegistry registry;

  private final ExecutorService statements = Executors.newCachedThreadPool();
  private final Surroundings surroundings = new Around();
  private final Dependencies dependencies;

  private SwapLab() throws Exception {
    TestServer server = Lab.server();
    proxy = RunningProxy.before(server.port());
    target =
        new Target(
            new TargetConfig(server.host(), server.port(), server.user(), server.password(), 4));
    direct = server.connect();
    direct.setCatalog(Lab.SCHEMA);
    registry = new MySqlCopyRegistry(target);
    dependencies =
        new Dependencies(new MySqlDictionary(target), BodyReader::read, System::nanoTime);
  }

  static SwapLab open() throws Exception {
    SwapLab lab = new SwapLab();
    Lab.execute(
        lab.direct,
        "DROP DATABASE IF EXISTS lowtide",
        "DROP DATABASE IF EXISTS lowtide_new",
        "DROP DATABASE IF EXISTS lowtide_old",
        "DROP TABLE IF EXISTS swapped, swap_log, swap_limits, aside",
        "CREATE TABLE aside (id INT PRIMARY KEY)");
    return lab;
  }

  /** A session of the application's, through the proxy. */
  Connection client(String options) throws SQLException {
    Connection connection =
        TestServer.connect("127.0.0.1", proxy.port(), Lab.USER, Lab.PASSWORD, options);
    connection.setCatalog(Lab.SCHEMA);
    return connection;
  }

  Connection client() throws SQLException {
    return client("");
  }

  /** The table, with these columns and rows. */
  void table(String definition, int rows) throws SQLException {
    Lab.execute(direct, "DROP TABLE IF EXISTS swapped", "CREATE TABLE swapped " + definition);
    if (rows > 0) {
      Lab.execute(
          direct,
          "SET SESSION cte_max_recursion_depth = 10000000",
          "INSERT INTO swapped (id, v) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1"
              + " FROM n WHERE i < "
              + rows
              + ") SELECT i, 0 FROM n");
    }
  }

  /** Registers a copy, and makes a shadow with all rows of this moment. */
  CopyRecord shadow() throws SQLException {
    registry.find(OWNER).ifPresent(copy -> registry.forget(copy.id()));
    CopyRecord copy =
        registry.register(OWNER, Subject.of(TABLE), "", target.serverId(), ToldChanges.SOMEWHERE);
    CopyTable table = copy.table();
    String create = String.valueOf(createTable(TABLE));
    Lab.execute(
        direct,
        "DROP TABLE IF EXISTS " + table.shadow().quoted(),
        "DROP TABLE IF EXISTS " + table.old().quoted(),
        "USE lowtide_new",
        create,
        "USE lab",
        "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
        "SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO'",
        "REPLACE INTO " + table.shadow().quoted() + " (id, v) SELECT id, v FROM " + TABLE.quoted());
    return copy;
  }

  String createTable(TableName table) throws SQLException {
    return Lab.rows(direct, "SHOW CREATE TABLE " + table.quoted())
        .get(0)
        .split("\\|", 2)[1]
        .replaceAll("\\|$", "");
  }

  SwapSession session(CopyTable table, long copyId) {
    return new MySqlSwapSession(target, table, copyId, statements);
  }

  MySqlSwapServer server(CopyTable table, long copyId) {
    return new MySqlSwapServer(target, table, copyId, new RealPace());
  }

  /** One attempt. */
  Swap attempt(CopyRecord copy) throws Exception {
    return attempt(copy.table(), copy.id(), session -> session);
  }

  /** One attempt with a session that a test has its hands in. */
  Swap attempt(CopyTable table, long copyId, UnaryOperator<SwapSession> around) throws Exception {
    try (SwapSession session = around.apply(session(table, copyId))) {
      return swaps(table, copyId, session).attempt();
    }
  }

  SwapUnderHold swaps(CopyTable table, long copyId, SwapSession session) {
    return new SwapUnderHold(
        new SwapUnderHold.Pair(table, session, changes, () -> Optional.of(Set.of()), () -> true),
        server(table, copyId),
        new ProxyHold(proxy.holds(), Duration.ofSeconds(2), System::nanoTime),
        surroundings,
        new RealPace(),
        BUDGET);
  }

  /** Attempts until it is done; the desk lets a scope rest, so the first may be refused. */
  Swap swap(CopyTable table, long copyId) throws Exception {
    Swap[] last = new Swap[1];
    Lab.await(
        "the swap, not yet for: " + last[0],
        () -> {
          last[0] = attempt(table, copyId, session -> session);
          return last[0].outcome() != Outcome.NOT_NOW;
        });
    assertThat(last[0].outcome()).as(last[0].text()).isEqualTo(Outcome.SWAPPED);
    return last[0];
  }

  Swap swap(CopyRecord copy) throws Exception {
    return swap(copy.table(), copy.id());
  }

  List<String> triggers() throws SQLException {
    return Lab.rows(
            direct,
            "SELECT TRIGGER_NAME, EVENT_MANIPULATION, ACTION_TIMING, ACTION_ORDER,"
                + " ACTION_STATEMENT, DEFINER, SQL_MODE, CHARACTER_SET_CLIENT,"
                + " COLLATION_CONNECTION, DATABASE_COLLATION FROM information_schema.TRIGGERS"
                + " WHERE EVENT_OBJECT_SCHEMA = 'lab' AND EVENT_OBJECT_TABLE = 'swapped'"
                + " ORDER BY 2, 3, 4")
        .stream()
        .sorted()
        .toList();
  }

  String phase(CopyRecord copy) {
    return registry.find(copy.owner()).orElseThrow().phase().name();
  }

  @Override
  public void close() throws Exception {
    proxy.close();
    target.close();
    direct.close();
    statements.shutdownNow();
  }

  static Swap notNow(String text) {
    return new Swap(
        Outcome.NOT_NOW,
        AbortReason.BLIND,
        text,
        WaitsCaused.NONE,
        Duration.ZERO,
        List.of(),
        Set.of());
  }

  /** Time as it is. */
  static final class RealPace implements Pace {
    @Override
    public long nanos() {
      return System.nanoTime();
    }

    @Override
    public void pause(Duration duration) throws InterruptedException {
      TimeUnit.NANOSECONDS.sleep(duration.toNanos());
    }
  }

  private final class Around implements Surroundings {
    @Override
    public QuietVerdict load() {
      return new QuietVerdict.Quiet();
    }

    @Override
    public Set<Long> threadsWithoutReadView() throws InterruptedException {
      try {
        return proxy.sessions().stream()
            .filter(Around::hasNoReadView)
            .map(SessionSnapshot::serverThreadId)
            .collect(Collectors.toSet());
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    private static boolean hasNoReadView(SessionSnapshot session) {
      return session.phase() == SessionPhase.READY
          && session.command() == null
          && Set.of(TransactionState.NONE, TransactionState.ARMED, TransactionState.EMPTY)
              .contains(session.transaction().state());
    }

    @Override
    public List<Reach> reaches(List<TableName> tables) {
      return dependencies.reaches(tables);
    }

    @Override
    public boolean isStopRequested() {
      return false;
    }
  }
}
