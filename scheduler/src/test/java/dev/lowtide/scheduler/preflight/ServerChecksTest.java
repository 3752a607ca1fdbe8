package dev.lowtide.scheduler.preflight;

import static dev.lowtide.scheduler.preflight.Verdicts.assertPassed;
import static dev.lowtide.scheduler.preflight.Verdicts.assertRefused;
import static dev.lowtide.scheduler.preflight.Verdicts.assertRefusedForNow;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.plan.ServerVersion;
import dev.lowtide.scheduler.shrink.Plans;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerChecksTest {

  @ParameterizedTest
  @CsvSource({"10.11.6-MariaDB, MariaDB Server", "8.0.30-txsql, TXSQL", "5.7.44, MySQL Community"})
  void refusesServersThatWereNotTried(String version, String comment) {
    Facts facts = new Facts();
    facts.version = ServerVersion.parse(version, comment);

    assertRefused(new VersionCheck(), facts.build(), version, "has not been tried");
  }

  @Test
  void namesWhatItCouldNotRead() {
    Facts facts = new Facts();
    facts.unseen = List.of("metadata locks: SELECT command denied");

    assertRefused(new SightCheck(), facts.build(), "metadata locks: SELECT command denied");
  }

  @Test
  void namesEveryRightThatIsMissingAndHowToGrantIt() {
    assertRefused(
        new RightsCheck(),
        Facts.lacking("LOCK TABLES", "REPLICATION SLAVE"),
        "our account lacks LOCK TABLES, REPLICATION SLAVE",
        "GRANT LOCK TABLES, REPLICATION SLAVE ON *.* TO 'lowtide'@'%'");
  }

  @Test
  void aRebuildDoesNotTakeTheRightsOfACopy() {
    ServerFacts facts = Facts.lacking("LOCK TABLES", "REPLICATION SLAVE", "DROP", "DELETE");

    assertThat(new RightsCheck().check(Plans.plan(), facts).isPassed()).isTrue();
    assertRefused(new RightsCheck(), Plans.plan(), Facts.lacking("ALTER"), "ALTER");
  }

  @ParameterizedTest
  @ValueSource(strings = {"read_only", "super_read_only", "transaction_read_only"})
  void refusesAServerThatTakesNoWrites(String variable) {
    assertRefused(
        new WritableServerCheck(), Facts.with(variable, "ON"), "read-only: " + variable + " is ON");
  }

  @Test
  void waitsUntilTheServerIsOnlineAgain() {
    assertRefusedForNow(
        new OfflineModeCheck(), Facts.with("offline_mode", "ON"), "offline_mode is ON");
  }

  @Test
  void refusesAnInnodbThatDoesNotWorkAsUsual() {
    assertRefused(
        new InnodbWritableCheck(), Facts.with("innodb_read_only", "ON"), "innodb_read_only is ON");
    assertRefused(
        new InnodbWritableCheck(),
        Facts.with("innodb_force_recovery", "3"),
        "innodb_force_recovery is 3");
  }

  @Test
  void waitsUntilACrashWouldBeSurvived() {
    Facts facts = new Facts();
    facts.load = new LoadFacts(1, OptionalLong.empty(), OptionalDouble.empty(), false);

    assertRefusedForNow(new RedoLogCheck(), facts.build(), "the redo log is disabled");
  }

  @Test
  void refusesWhatCannotBeLookedInto() {
    assertRefused(
        new PerformanceSchemaCheck(),
        Facts.with("performance_schema", "OFF"),
        "performance_schema is OFF");
    assertRefused(
        new InstrumentsCheck(),
        Facts.instrumented(false, true),
        "metadata locks cannot be seen",
        "wait/lock/metadata/sql/mdl");
    assertRefused(
        new InstrumentsCheck(),
        Facts.instrumented(true, false),
        "transactions cannot be seen",
        "events_transactions_current");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lowtide", "lowtide_new", "lowtide_old"})
  void refusesTablesOfOurs(String schema) {
    assertRefused(
        new OwnSchemasCheck(),
        Plans.plan(new TableName(schema, "orders")),
        Facts.GOOD,
        schema + ".orders");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql", "sys", "mysql_innodb_cluster_metadata"})
  void refusesTablesOfTheServers(String schema) {
    assertRefused(
        new SystemSchemasCheck(),
        Plans.plan(new TableName(schema, "user")),
        Facts.GOOD,
        schema + ".user");
  }

  @Test
  void tablesOfPeopleAreNobodyElses() {
    assertPassed(new OwnSchemasCheck(), Facts.GOOD);
    assertPassed(new SystemSchemasCheck(), Facts.GOOD);
  }
}
