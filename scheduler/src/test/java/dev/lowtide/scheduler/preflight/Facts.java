package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.plan.ServerVersion;
import dev.lowtide.scheduler.plan.Shapes;
import dev.lowtide.scheduler.plan.TableShape;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/** What preflight reads of a server: of a good one, unless a test says otherwise. */
public final class Facts {

  /** A server on which every check passes. */
  public static final ServerFacts GOOD = new Facts().build();

  ServerVersion version = ServerVersion.parse("8.4.3", "MySQL Community Server - GPL");
  BinlogFilters filters = BinlogFilters.NONE;
  Set<String> charsets = Set.of("utf8mb4", "latin1");
  TopologyFacts topology = TopologyFacts.ALONE;
  LoadFacts load = new LoadFacts(20, OptionalLong.of(1000), OptionalDouble.of(30), true);
  DiskFacts disk = DiskFacts.UNSEEN;
  TableShape table = Shapes.PLAIN;
  OurTables ours = OurTables.NONE;
  List<String> unseen = List.of();
  boolean isLockInstrumented = true;
  boolean areTransactionsInstrumented = true;
  List<String> definitions = List.of();
  List<String> backups = List.of();
  boolean isCloning;
  List<String> unlogged = List.of();
  List<String> lockers = List.of();
  List<String> longTransactions = List.of();
  List<String> events = List.of();
  private String account = "lowtide@%";
  private final Set<String> rights = ofEverything();
  private final Map<String, String> variables = new HashMap<>();

  Facts() {
    for (String on :
        List.of(
            "performance_schema",
            "log_bin",
            "binlog_order_commits",
            "innodb_file_per_table",
            "log_replica_updates",
            "event_scheduler")) {
      variables.put(on, "ON");
    }
    variables.put("sync_binlog", "1");
    for (String off :
        List.of(
            "read_only",
            "super_read_only",
            "transaction_read_only",
            "offline_mode",
            "innodb_read_only",
            "default_table_encryption",
            "table_encryption_privilege_check",
            "log_bin_trust_function_creators",
            "sql_require_primary_key",
            "sql_generate_invisible_primary_key")) {
      variables.put(off, "OFF");
    }
    variables.put("innodb_force_recovery", "0");
    variables.put("binlog_format", "ROW");
    variables.put("binlog_row_image", "FULL");
    variables.put("binlog_row_value_options", "");
    variables.put("binlog_expire_logs_seconds", "2592000");
    variables.put("max_binlog_cache_size", "18446744073709547520");
    variables.put("max_allowed_packet", "67108864");
    variables.put("completion_type", "NO_CHAIN");
    variables.put("sql_select_limit", "18446744073709551615");
    variables.put("max_execution_time", "0");
    variables.put("max_connections", "151");
    variables.put("max_user_connections", "0");
    variables.put("innodb_default_row_format", "dynamic");
    variables.put("lower_case_table_names", "0");
  }

  public static ServerFacts lacking(String... rights) {
    Facts facts = new Facts();
    facts.rights.removeAll(List.of(rights));
    return facts.build();
  }

  public static ServerFacts instrumented(boolean locks, boolean transactions) {
    Facts facts = new Facts();
    facts.isLockInstrumented = locks;
    facts.areTransactionsInstrumented = transactions;
    return facts.build();
  }

  static ServerFacts with(String variable, String value) {
    return new Facts().variable(variable, value).build();
  }

  static ServerFacts of(TableShape table) {
    Facts facts = new Facts();
    facts.table = table;
    return facts.build();
  }

  Facts variable(String name, String value) {
    variables.put(name, value);
    return this;
  }

  Facts without(String variable) {
    variables.remove(variable);
    return this;
  }

  Facts account(String name) {
    account = name;
    return this;
  }

  Facts granted(String right) {
    rights.add(right);
    return this;
  }

  Facts freeDisk(ByteSize free) {
    disk = new DiskFacts(OptionalLong.of(free.bytes()), OptionalLong.empty(), ByteSize.ZERO);
    return this;
  }

  ServerFacts build() {
    return new ServerFacts(
        version,
        new Variables(variables),
        filters,
        charsets,
        new AccountFacts(account, rights),
        topology,
        new SessionFacts(
            isLockInstrumented,
            areTransactionsInstrumented,
            definitions,
            backups,
            isCloning,
            unlogged,
            lockers,
            longTransactions,
            events),
        load,
        disk,
        table,
        ours,
        unseen);
  }

  private static Set<String> ofEverything() {
    Set<String> rights = new HashSet<>();
    Arrays.stream(ShrinkMethod.values()).map(NeededRights::of).forEach(rights::addAll);
    return rights;
  }
}
