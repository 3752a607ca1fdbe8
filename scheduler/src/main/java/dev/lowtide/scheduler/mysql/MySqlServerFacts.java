package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.copy.CopyRecord;
import dev.lowtide.scheduler.load.Gauge;
import dev.lowtide.scheduler.plan.MethodGate;
import dev.lowtide.scheduler.plan.ServerVersion;
import dev.lowtide.scheduler.plan.TableShape;
import dev.lowtide.scheduler.preflight.AccountFacts;
import dev.lowtide.scheduler.preflight.BinlogFilters;
import dev.lowtide.scheduler.preflight.DiskFacts;
import dev.lowtide.scheduler.preflight.LoadFacts;
import dev.lowtide.scheduler.preflight.OurTables;
import dev.lowtide.scheduler.preflight.ServerFacts;
import dev.lowtide.scheduler.preflight.SessionFacts;
import dev.lowtide.scheduler.preflight.TopologyFacts;
import dev.lowtide.scheduler.preflight.Variables;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/** What preflight checks judge by, asked of the target. Safe for any thread. */
public final class MySqlServerFacts implements ServerFacts.Source {

  private static final String VARIABLES = "SHOW GLOBAL VARIABLES";

  private static final String CHARSETS =
      "SELECT CHARACTER_SET_NAME FROM information_schema.CHARACTER_SETS";

  private static final String CONNECTIONS =
      """
      SELECT VARIABLE_VALUE FROM performance_schema.global_status
      WHERE VARIABLE_NAME = 'Threads_connected'""";

  private static final String REDO_DISABLED =
      """
      SELECT COUNT(*) FROM performance_schema.global_status
      WHERE VARIABLE_NAME = 'Innodb_redo_log_enabled' AND VARIABLE_VALUE = 'OFF'""";

  private static final Gauge NOT_TOLD = Gauge.missing("the server does not tell");

  private final Target target;
  private final TargetConfig config;
  private final Supplier<List<CopyRecord>> copies;

  /**
   * @param copies those that the registry knows of
   */
  public MySqlServerFacts(Target target, TargetConfig config, Supplier<List<CopyRecord>> copies) {
    this.target = target;
    this.config = config;
    this.copies = copies;
  }

  @Override
  public ServerFacts read(ShrinkPlan plan) {
    return target.ask(
        connection -> {
          ServerVersion version = MySqlCatalog.version(connection);
          return MethodGate.copy(version).isAllowed()
              ? read(connection, version, plan)
              : nothing(version);
        });
  }

  private ServerFacts read(Connection connection, ServerVersion version, ShrinkPlan plan)
      throws SQLException {
    boolean isCopy = plan.method().isCopy();
    boolean isOfTables = isCopy || plan.method().isOfTables();
    FactReader reader = new FactReader(connection);
    Variables variables = variables(reader);
    AccountFacts account = account(reader);
    return new ServerFacts(
        version,
        variables,
        isCopy ? Topology.filters(reader, version) : BinlogFilters.NONE,
        Set.copyOf(reader.texts("character sets", CHARSETS)),
        account,
        Topology.topology(reader),
        isOfTables
            ? SessionsInTheWay.read(reader, plan.table(), target.ourThreads(List.of()), isCopy)
            : SessionsInTheWay.ofServer(reader, target.ourThreads(List.of())),
        load(reader),
        Disks.read(config, variables, isOfTables ? largestIndex(reader, plan) : 0),
        isOfTables
            ? reader.ask("the table", TableShape.NONE, c -> Shapes.of(c, plan.table()))
            : TableShape.NONE,
        isCopy ? OurSchemas.read(reader, copies.get()) : OurTables.NONE,
        reader.unseen());
  }

  /** Of a server that is not known, nothing else is asked: it may not understand it. */
  private static ServerFacts nothing(ServerVersion version) {
    return new ServerFacts(
        version,
        new Variables(Map.of()),
        BinlogFilters.NONE,
        Set.of(),
        new AccountFacts("", Set.of()),
        TopologyFacts.ALONE,
        SessionFacts.UNSEEN,
        new LoadFacts(0, OptionalLong.empty(), OptionalDouble.empty(), true),
        DiskFacts.UNSEEN,
        TableShape.NONE,
        OurTables.NONE,
        List.of());
  }

  private static long largestIndex(FactReader reader, ShrinkPlan plan) throws SQLException {
    return reader.ask("statistics", 0L, c -> StorageOf.largestIndex(c, plan.table()));
  }

  private static Variables variables(FactReader reader) throws SQLException {
    return reader.ask(
        "variables",
        new Variables(Map.of()),
        connection -> {
          Map<String, String> values = new HashMap<>();
          try (Statement statement = Target.statement(connection);
              ResultSet row = statement.executeQuery(VARIABLES)) {
            while (row.next()) {
              values.put(row.getString(1), row.getString(2));
            }
          }
          return new Variables(values);
        });
  }

  private static AccountFacts account(FactReader reader) throws SQLException {
    return reader.ask(
        "rights",
        new AccountFacts("", Set.of()),
        connection ->
            new AccountFacts(
                Target.text(connection, "SELECT CURRENT_USER()"),
                TargetRights.granted(connection)));
  }

  private static LoadFacts load(FactReader reader) throws SQLException {
    Gauge history = reader.ask("purge", NOT_TOLD, RedoAndUndo::historyListLength);
    Gauge age = reader.ask("the redo log", NOT_TOLD, RedoAndUndo::checkpointAgePercent);
    return new LoadFacts(
        reader.ask("connections", 0, c -> Integer.parseInt(Target.text(c, CONNECTIONS))),
        history.isMissing() ? OptionalLong.empty() : OptionalLong.of((long) history.value()),
        age.isMissing() ? OptionalDouble.empty() : OptionalDouble.of(age.value()),
        !reader.isAny("the redo log", REDO_DISABLED));
  }
}
