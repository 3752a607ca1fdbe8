package dev.lowtide.scheduler.load;

import static dev.lowtide.scheduler.shrink.Plans.CARTS;
import static dev.lowtide.scheduler.shrink.Plans.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.ActivityEvent.FeedGap;
import dev.lowtide.proxy.activity.ActivityEvent.StatementFinished;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.RoutineName;
import dev.lowtide.proxy.activity.SessionId;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.proxy.activity.TransactionState;
import dev.lowtide.scheduler.load.LoadSnapshot.Gap;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LoadModelTest {

  private static final Footprint READ = Footprint.of(ORDERS, Access.READ);
  private static final Footprint WRITE = Footprint.of(ORDERS, Access.WRITE);

  private final LoadModel model = new LoadModel();

  @Test
  void nothingHappenedInAnEmptyModel() {
    LoadSnapshot load = snapshot(100_000);

    assertThat(load.statementsPerSecond()).isZero();
    assertThat(load.worstStatement()).isZero();
    assertThat(load.worstSinceLast()).isZero();
    assertThat(load.gap()).isNull();
    assertThat(load.sinceWrite(Reach.of(ORDERS))).isNull();
  }

  @Test
  void aWriteThroughAViewATriggerOrAForeignKeyIsAWrite() {
    TableName view = new TableName("shop", "v");
    model.onStatementFinished(finished(100_000, Footprint.of(view, Access.WRITE)));
    model.onStatementFinished(finished(101_000, Footprint.of(view, Access.READ)));
    LoadSnapshot load = snapshot(105_000);

    assertThat(load.sinceWrite(Reach.of(ORDERS))).isNull();
    assertThat(load.sinceWrite(via(view, Access.READ, Access.WRITE)))
        .isEqualTo(Duration.ofSeconds(5));
    assertThat(load.sinceWrite(via(view, Access.WRITE, Access.WRITE)))
        .isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void aProcedureThatNobodyHasReadMayHaveWrittenToAnything() {
    RoutineName procedure = RoutineName.procedure("shop", "p");
    model.onStatementFinished(finished(100_000, Footprint.of(procedure)));
    LoadSnapshot load = snapshot(102_000);

    assertThat(load.sinceWrite(Reach.of(ORDERS))).isEqualTo(Duration.ofSeconds(2));
    assertThat(load.sinceWrite(routines(Map.of(), Set.of(procedure)))).isNull();
    assertThat(load.sinceWrite(routines(Map.of(procedure, Access.READ), Set.of(procedure))))
        .isNull();
    assertThat(load.sinceWrite(routines(Map.of(procedure, Access.WRITE), Set.of(procedure))))
        .isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void aSchemaThatIsDroppedTakesItsTablesWithIt() {
    model.onStatementFinished(finished(100_000, Footprint.ofSchema("SHOP", Access.WRITE)));
    model.onStatementFinished(finished(101_000, Footprint.ofSchema("other", Access.WRITE)));

    assertThat(snapshot(103_000).sinceWrite(Reach.of(ORDERS))).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void aWriteToAnyTableOfASchemaIsAWriteToTheSchema() {
    model.onStatementFinished(finished(100_000, WRITE));

    assertThat(snapshot(101_000).sinceWrite(Reach.ofSchema("Shop")))
        .isEqualTo(Duration.ofSeconds(1));
    assertThat(snapshot(101_000).sinceWrite(Reach.ofSchema("other"))).isNull();
  }

  @Test
  void ratesAreOverTheLastFiveWholeSeconds() {
    statements(20, 99_000);
    statements(7, 104_999);

    LoadSnapshot load = snapshot(105_000);

    assertThat(load.statementsPerSecond()).isEqualTo(7 / 5.0);
  }

  @Test
  void theSecondThatIsRunningDoesNotCountYet() {
    statements(10, 104_999);
    statements(90, 105_000);

    assertThat(snapshot(105_999).statementsPerSecond()).isEqualTo(10 / 5.0);
    assertThat(snapshot(106_000).statementsPerSecond()).isEqualTo(100 / 5.0);
  }

  @Test
  void ratesAreRightOnAClockBelowZero() {
    statements(10, -3_500);

    assertThat(snapshot(-500).statementsPerSecond()).isEqualTo(10 / 5.0);
    assertThat(snapshot(2_000).statementsPerSecond()).isZero();
  }

  @Test
  void aSecondThatIsLongPastMakesRoomForAnother() {
    statements(50, 100_000);
    statements(5, 161_000);

    assertThat(snapshot(162_000).statementsPerSecond()).isEqualTo(5 / 5.0);
  }

  @Test
  void theWorstWaitIsThatOfTheLastMinute() {
    statement(100_000, Duration.ofMillis(900), READ);
    statement(130_000, Duration.ofMillis(40), READ);

    assertThat(snapshot(160_999).worstStatement()).isEqualTo(Duration.ofMillis(900));
    assertThat(snapshot(161_000).worstStatement()).isEqualTo(Duration.ofMillis(40));
  }

  @Test
  void theWorstWaitOfASecondOutlivesQuickerOnesInIt() {
    statement(100_000, Duration.ofMillis(900), READ);
    statement(100_500, Duration.ofMillis(1), READ);

    assertThat(snapshot(101_000).worstStatement()).isEqualTo(Duration.ofMillis(900));
  }

  @Test
  void theWorstSinceTheLastSnapshotIsToldOnce() {
    statement(100_000, Duration.ofMillis(900), READ);
    snapshot(100_500);
    statement(100_700, Duration.ofMillis(3), READ);

    LoadSnapshot load = snapshot(101_000);

    assertThat(load.worstSinceLast()).isEqualTo(Duration.ofMillis(3));
    assertThat(load.worstStatement()).isEqualTo(Duration.ofMillis(900));
  }

  @Test
  void remembersTheLastWritePerTable() {
    statement(100_000, Duration.ZERO, WRITE);
    statement(101_000, Duration.ZERO, Footprint.of(CARTS, Access.WRITE));

    LoadSnapshot load = snapshot(103_000);

    assertThat(load.sinceWrite(Reach.of(ORDERS))).isEqualTo(Duration.ofSeconds(3));
    assertThat(load.sinceWrite(Reach.of(CARTS))).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void aReadAfterAWriteTouchesTheTableButDoesNotWriteToIt() {
    statement(100_000, Duration.ZERO, WRITE);
    statement(102_000, Duration.ZERO, READ);

    LoadSnapshot load = snapshot(103_000);

    assertThat(load.sinceWrite(Reach.of(ORDERS))).isEqualTo(Duration.ofSeconds(3));
    assertThat(load.uses().tables())
        .containsEntry(ORDERS, new UsesSeen.TableUse(nanos(102_000), nanos(100_000)));
  }

  @Test
  void aTableThatWasOnlyReadHasNoLastWrite() {
    statement(100_000, Duration.ZERO, READ);

    assertThat(snapshot(101_000).sinceWrite(Reach.of(ORDERS))).isNull();
  }

  @Test
  void anUnknownFootprintCountsAsAWriteToEveryTable() {
    statement(100_000, Duration.ZERO, WRITE);
    statement(102_000, Duration.ZERO, Footprint.UNKNOWN);

    LoadSnapshot load = snapshot(103_000);

    assertThat(load.sinceWrite(Reach.of(ORDERS))).isEqualTo(Duration.ofSeconds(1));
    assertThat(load.sinceWrite(Reach.of(CARTS))).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aWriteAfterAnUnknownFootprintIsTheLast() {
    statement(100_000, Duration.ZERO, Footprint.UNKNOWN);
    statement(102_000, Duration.ZERO, WRITE);

    assertThat(snapshot(103_000).sinceWrite(Reach.of(ORDERS))).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void gapsAreToldForAMinuteAndThenForgotten() {
    model.onFeedGap(new FeedGap(nanos(100_000), 14));

    assertThat(snapshot(160_000).gap()).isEqualTo(new Gap(nanos(100_000), 14));
    assertThat(snapshot(160_001).gap()).isNull();
  }

  @Test
  void theTablesUsedLongestAgoAreForgottenFirst() {
    statement(100_000, Duration.ZERO, WRITE);
    statement(100_000, Duration.ZERO, Footprint.of(CARTS, Access.WRITE));
    for (int i = 0; i < 9_998; i++) {
      statement(100_001, Duration.ZERO, Footprint.of(new TableName("s", "t" + i), Access.READ));
    }
    statement(100_002, Duration.ZERO, READ);
    statement(100_003, Duration.ZERO, Footprint.of(new TableName("s", "one_more"), Access.READ));

    LoadSnapshot load = snapshot(101_000);

    assertThat(load.uses().tables()).hasSize(10_000).containsKey(ORDERS).doesNotContainKey(CARTS);
  }

  @Test
  void aSnapshotStaysAsItWas() {
    LoadSnapshot before = snapshot(100_000);

    statement(100_000, Duration.ZERO, WRITE);

    assertThat(before.uses().tables()).isEmpty();
  }

  @Test
  void commandsInFlightAreCounted() {
    LoadSnapshot load =
        model.snapshot(
            List.of(SessionSnapshots.idle(1), SessionSnapshots.inCommand(2, READ)), nanos(1));

    assertThat(load.commandsInFlight()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"ACTIVE", "UNKNOWN"})
  void transactionsThatMayHoldLocksAreOpen(TransactionState state) {
    LoadSnapshot load =
        model.snapshot(List.of(SessionSnapshots.inTransaction(1, state, 0, READ)), nanos(1));

    assertThat(load.openTransactions()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "ARMED", "EMPTY"})
  void transactionsThatHoldNothingAreNot(TransactionState state) {
    LoadSnapshot load =
        model.snapshot(
            List.of(SessionSnapshots.inTransaction(1, state, 0, Footprint.NONE)), nanos(1));

    assertThat(load.openTransactions()).isZero();
  }

  private void statements(int count, long atMillis) {
    for (int i = 0; i < count; i++) {
      statement(atMillis, Duration.ofMillis(1), READ);
    }
  }

  private void statement(long atMillis, Duration took, Footprint footprint) {
    model.onStatementFinished(
        new StatementFinished(new SessionId(1), nanos(atMillis), footprint, took, false));
  }

  private LoadSnapshot snapshot(long atMillis) {
    return model.snapshot(List.of(), nanos(atMillis));
  }

  private static long nanos(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }

  private static Reach via(TableName name, Access whenRead, Access whenWritten) {
    return new Reach(
        Set.of(ORDERS),
        Set.of(),
        Map.of(name, new Reach.Via(whenRead, whenWritten)),
        Map.of(),
        Set.of());
  }

  private static Reach routines(Map<RoutineName, Access> routines, Set<RoutineName> known) {
    return new Reach(Set.of(ORDERS), Set.of(), Map.of(), routines, known);
  }

  private static StatementFinished finished(long atMillis, Footprint footprint) {
    return new StatementFinished(
        new SessionId(1), nanos(atMillis), footprint, Duration.ofMillis(1), false);
  }
}
