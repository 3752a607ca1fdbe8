package dev.lowtide.scheduler.preflight;

import static dev.lowtide.scheduler.preflight.Verdicts.COPY;
import static dev.lowtide.scheduler.preflight.Verdicts.assertPassed;
import static dev.lowtide.scheduler.preflight.Verdicts.assertRefused;
import static dev.lowtide.scheduler.preflight.Verdicts.assertRefusedForNow;
import static dev.lowtide.scheduler.shrink.Plans.CARTS;
import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.BinlogPosition;
import dev.lowtide.scheduler.copy.CopyPhase;
import dev.lowtide.scheduler.copy.CopyRecord;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.copy.KeyColumn;
import dev.lowtide.scheduler.plan.Shapes;
import dev.lowtide.scheduler.plan.TableShape.Check;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SurroundingsChecksTest {

  private final Facts facts = new Facts();

  @Test
  void aRebuildIsRefusedWhereReplicasWouldRepeatIt() {
    facts.topology = readers("repl@db2", "repl@db3");

    assertRefused(
        new ReplicasCheck(), facts.build(), "2 sessions read the binary log: repl@db2, repl@db3");
    assertRefused(
        new PartitionReplicasCheck(),
        facts.build(),
        "2 sessions read the binary log: repl@db2, repl@db3");
  }

  @Test
  void aCopyIsRefusedWhereReplicasAreNotWatched() {
    facts.topology = readers("repl@db2", "repl@db3");

    assertRefused(watching(1, false), facts.build(), "1 replicas are watched", "target.replicas");
    assertPassed(watching(2, false), facts.build());
  }

  @Test
  void unwatchedReplicasMayBeAllowed() {
    facts.topology = readers("cdc@etl");

    assertThat(watching(0, true).check(COPY, facts.build()).text())
        .endsWith("copy.unwatchedReplicas allows that");
  }

  @Test
  void refusesClusters() {
    facts.topology = new TopologyFacts(List.of(), false, true, true, true);

    assertRefused(new GroupReplicationCheck(), facts.build(), "a member of a replication group");
    assertRefused(new GaleraCheck(), facts.build(), "a node of a Galera cluster");
    assertRefused(new NdbCheck(), facts.build(), "a node of an NDB cluster");
  }

  @Test
  void aReplicaMustLogWhatItApplies() {
    facts.topology = new TopologyFacts(List.of(), true, false, false, false);
    assertPassed(new ReplicaLogsCheck(), facts.build());

    facts.variable("log_replica_updates", "OFF");

    assertRefused(new ReplicaLogsCheck(), facts.build(), "log_replica_updates is OFF");
  }

  @Test
  void waitsForOthersWhoDefineOrBackUp() {
    facts.definitions = List.of("session 5 (dba): EXCLUSIVE on shop.carts");
    facts.backups = List.of("session 6 (backup): SHARED on BACKUP LOCK");
    facts.isCloning = true;

    assertRefusedForNow(new OtherDefinitionsCheck(), facts.build(), "EXCLUSIVE on shop.carts");
    assertRefusedForNow(new BackupCheck(), facts.build(), "SHARED on BACKUP LOCK");
    assertRefusedForNow(new CloneCheck(), facts.build(), "is being cloned");
  }

  @Test
  void waitsForWhoeverHasTheTable() {
    facts.lockers = List.of("session 7 (batch)");
    facts.longTransactions = List.of("session 8 (report)");

    assertRefusedForNow(new LockedTableCheck(), facts.build(), "locked by session 7 (batch)");
    assertRefusedForNow(new LongTransactionsCheck(), facts.build(), "session 8 (report)");
  }

  @Test
  void waitsForSessionsWhoseWritesItWouldMiss() {
    facts.unlogged = List.of("session 9 (dba): sql_log_bin = OFF");

    assertRefusedForNow(new UnloggedSessionsCheck(), facts.build(), "sql_log_bin = OFF");
  }

  @Test
  void refusesEventsThatChangeTheTableIfTheyAreAtWork() {
    facts.events = List.of("shop.rotate");
    assertRefused(new EventsCheck(), facts.build(), "shop.rotate", "DISABLE");

    facts.variable("event_scheduler", "DISABLED");

    assertPassed(new EventsCheck(), facts.build());
  }

  @Test
  void aTableOfOursThatNobodyKnowsIsInTheWay() {
    TableName shadow = new TableName("lowtide_new", "orders");
    facts.ours = new OurTables(Set.of(shadow), Set.of(), List.of());
    assertRefused(new LeftoversCheck(), facts.build(), "DROP TABLE `lowtide_new`.`orders`");

    facts.ours = new OurTables(Set.of(shadow), Set.of(), List.of(copy(COPY.table())));

    assertPassed(new LeftoversCheck(), facts.build());
  }

  @Test
  void oneTableIsCopiedAtATime() {
    facts.ours = new OurTables(Set.of(), Set.of(), List.of(copy(COPY.table())));
    assertPassed(new OtherCopiesCheck(), facts.build());

    facts.ours = new OurTables(Set.of(), Set.of(), List.of(copy(CARTS)));

    assertRefusedForNow(new OtherCopiesCheck(), facts.build(), "shop.carts by lowtide:run 3");
  }

  @Test
  void anOldTableThatIsKeptHoldsNamesOfConstraints() {
    facts.ours = new OurTables(Set.of(), Set.of("positive"), List.of());
    facts.table = Shapes.checked(Shapes.PLAIN.columns(), new Check("Positive", "(`id` > 0)", true));

    assertRefusedForNow(new KeptConstraintsCheck(), facts.build(), "Positive", "lowtide_old");
  }

  private static WatchedReplicasCheck watching(int replicas, boolean isAllowed) {
    return new WatchedReplicasCheck(
        new PreflightPolicy(PreflightPolicy.DEFAULT.diskReserve(), replicas, isAllowed));
  }

  private static TopologyFacts readers(String... readers) {
    return new TopologyFacts(List.of(readers), false, false, false, false);
  }

  private static CopyRecord copy(TableName table) {
    return new CopyRecord(
        3,
        "lowtide:run 3",
        "uuid",
        new CopyTable(
            table,
            new TableName("lowtide_new", table.table()),
            new TableName("lowtide_old", "3_" + table.table()),
            "PRIMARY",
            List.of(new KeyColumn("id", 0, "int", false, "", 0)),
            List.of("id"),
            1),
        "fingerprint",
        CopyPhase.COPYING,
        new BinlogPosition("binlog.000001", 4),
        null,
        0,
        NOW,
        NOW);
  }
}
