package dev.lowtide.scheduler.execute;

import static dev.lowtide.scheduler.shrink.Plans.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.CopyStoppedException;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.copy.KeyColumn;
import dev.lowtide.scheduler.copy.RowKey;
import dev.lowtide.scheduler.execute.Swap.Outcome;
import dev.lowtide.scheduler.execute.SwapServer.InTheWay;
import dev.lowtide.scheduler.execute.SwapServer.InTheWay.Kind;
import dev.lowtide.scheduler.shrink.AbortReason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An attempt to swap in a world of fakes, and what its tests ask of it. */
abstract class SwapScenario {

  static final Duration BUDGET = Duration.ofMillis(300);
  static final TableName SHADOW = new TableName(CopyTable.SHADOWS, "orders");
  static final CopyTable TABLE =
      new CopyTable(
          ORDERS,
          SHADOW,
          new TableName(CopyTable.OLD, "7_orders"),
          "PRIMARY",
          List.of(new KeyColumn("id", 0, "int", false, "", 0)),
          List.of("id", "v"),
          2);

  final ScriptedPace pace = new ScriptedPace();
  final Chronicle chronicle = new Chronicle(pace);
  final FakeSwapServer server = new FakeSwapServer(chronicle);
  final FakeSwapSession session = new FakeSwapSession(pace, chronicle);
  final FakeFeed feed = new FakeFeed(pace);
  final FakeTraffic traffic = new FakeTraffic(pace, chronicle);
  final FakeSurroundings surroundings = new FakeSurroundings();

  {
    feed.marksWritten = () -> session.marks;
  }

  /** Rows that are still to be compared; null if the shadow cannot be brought in step. */
  @Nullable Set<RowKey> inStep = Set.of();

  boolean isUnchanged = true;
  @Nullable CopyStoppedException distrust;

  SwapUnderHold swaps() {
    SwapUnderHold.Pair pair =
        new SwapUnderHold.Pair(
            TABLE, session, feed, () -> Optional.ofNullable(inStep), this::isUnchanged);
    return new SwapUnderHold(pair, server, traffic, surroundings, pace, BUDGET);
  }

  boolean isUnchanged() throws CopyStoppedException {
    if (distrust != null) {
      throw distrust;
    }
    return isUnchanged;
  }

  Swap attempt() throws CopyStoppedException, InterruptedException {
    return swaps().attempt();
  }

  void assertNotNow(Swap swap, AbortReason reason, String words) {
    assertThat(swap.outcome()).isEqualTo(Outcome.NOT_NOW);
    assertThat(swap.reason()).isEqualTo(reason);
    assertThat(swap.text()).contains(words);
    assertThat(traffic.isEverybodyReleased()).isTrue();
  }

  void assertGivenBack() {
    assertThat(chronicle.deeds()).containsSubsequence("lock", "unlock", "release");
    assertThat(chronicle.deeds()).doesNotContain("swap");
  }

  static InTheWay table(long thread, @Nullable Duration age) {
    return new InTheWay(Kind.TABLE, thread, age, "session " + thread);
  }

  static InTheWay view(long thread) {
    return view(thread, Duration.ofSeconds(3));
  }

  static InTheWay view(long thread, Duration age) {
    return new InTheWay(Kind.READ_VIEW, thread, age, "session " + thread);
  }
}
