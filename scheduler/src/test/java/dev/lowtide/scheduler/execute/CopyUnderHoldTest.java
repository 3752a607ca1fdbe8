package dev.lowtide.scheduler.execute;

import static dev.lowtide.scheduler.shrink.Plans.CLIENT_WAIT_MAX;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.execute.AttemptResult.Rebuilt;
import dev.lowtide.scheduler.execute.RebuildServer.Blocked;
import dev.lowtide.scheduler.execute.RebuildStatement.Ending.Kind;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Plans;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CopyUnderHoldTest extends CopyScenario {

  @Test
  void doesEverythingInTheRightOrder() throws InterruptedException {
    run();

    assertThat(chronicle.deeds())
        .containsExactly(
            "hold writes to shop.orders",
            "onlooker arrives at shop.orders",
            "thread 42 is written down",
            "RUNNING",
            "send",
            "read original",
            "CUTTING_OVER",
            "hold all of shop.orders",
            "hold read views",
            "step aside",
            "open view",
            "release",
            "VERIFYING",
            "read rebuilt");
  }

  @Test
  void tellsHowTheComparisonCameOutAndWhatItCost() throws InterruptedException {
    pace.at(Duration.ofMillis(350), traffic::clientComes);

    AttemptResult result = run();

    assertThat(result).isInstanceOf(Rebuilt.class);
    assertThat(((Rebuilt) result).verification()).isEqualTo(FakeOnlooker.SAME);
    assertThat(result.waits().held()).isEqualTo(1);
    assertThat(result.waits().longest()).isEqualTo(chronicle.timeOf("release").minusMillis(350));
    assertThat(result.waits().cutOver())
        .isEqualTo(chronicle.timeOf("open view").minus(chronicle.timeOf("CUTTING_OVER")))
        .isGreaterThanOrEqualTo(FakeOnlooker.SWAPPED_AFTER);
  }

  @Test
  void tellsOnceASecondHowMuchIsCopied() throws InterruptedException {
    server.copiedAfter = Duration.ofMillis(2500);

    run();

    assertThat(log.copied).containsExactly(ByteSize.ofMebibytes(1000), ByteSize.ofMebibytes(2000));
  }

  @Test
  void keepsItsHoldsAliveAtEveryLook() throws InterruptedException {
    server.copiedAfter = SECOND;

    run();

    assertThat(traffic.renewals).isGreaterThan(50);
  }

  @Test
  void readsTheOriginalOnlyOnceWritersAreKeptOut() throws InterruptedException {
    run();

    assertThat(chronicle.timeOf("read original")).isEqualTo(FakeServer.COPYING_AFTER);
  }

  @Test
  void stepsAsideOnlyWhenTheCopyIsComplete() throws InterruptedException {
    server.copiedAfter = Duration.ofSeconds(3);

    run();

    assertThat(chronicle.timeOf("step aside")).isBetween(seconds(3), seconds(3).plus(LOOK_EVERY));
  }

  @Test
  void stepsAsideOnlyWhenTheOriginalIsRead() throws InterruptedException {
    onlooker.originalReadAfter = Duration.ofSeconds(3);

    run();

    Duration read = FakeServer.COPYING_AFTER.plusSeconds(3);
    assertThat(chronicle.timeOf("step aside")).isBetween(read, read.plus(LOOK_EVERY));
  }

  @Test
  void stepsAsideOnlyWhenNoViewOfThePastIsLeft() throws InterruptedException {
    server.readViews.add(91L);
    pace.at(seconds(2), server.readViews::clear);

    run();

    assertThat(chronicle.timeOf("CUTTING_OVER")).isLessThan(SECOND);
    assertThat(chronicle.timeOf("step aside")).isBetween(seconds(2), seconds(2).plus(LOOK_EVERY));
  }

  @Test
  void stepsAsideOnlyWhenNobodyUsesATableThatRefersToIt() throws InterruptedException {
    plan = Plans.plan(Plans.ORDERS, Plans.facts(Plans.ORDERS, List.of(Plans.CARTS)));
    server.holders.put(Plans.CARTS, Set.of(99L));
    pace.at(SECOND, server.holders::clear);

    AttemptResult result = run();

    assertThat(result).isInstanceOf(Rebuilt.class);
    assertThat(chronicle.deeds())
        .containsSubsequence("hold first statements on shop.carts", "step aside");
    assertThat(chronicle.timeOf("step aside")).isBetween(SECOND, SECOND.plus(LOOK_EVERY));
  }

  @Test
  void doesNotWaitForSessionsThatTheProxyKnowsToHaveNoView() throws InterruptedException {
    server.readViews.add(91L);
    surroundings.threadsWithoutReadView.add(91L);

    run();

    assertThat(chronicle.timeOf("step aside")).isLessThan(SECOND);
  }

  @Test
  void takesItsOwnSessionsForItsOwn() throws InterruptedException {
    run();

    assertThat(server.takenForOurs).containsOnly(List.of(43L, 44L, 42L));
  }

  @Test
  void theComparisonMakesWayForASessionThatHasWaitedForTheBudget() throws InterruptedException {
    onlooker.rebuiltReadAfter = seconds(60);
    pace.at(seconds(2), () -> server.blocked.add(new Blocked(77, "dba@h", false)));

    AttemptResult result = run();

    assertUnproven(result);
    assertThat(result.text())
        .isEqualTo("the comparison made way: session 77 (dba@h) waits at the server");
    assertThat(result.waits().longest()).isEqualTo(CLIENT_WAIT_MAX);
  }

  @Test
  void theComparisonIsNotStoppedByLoad() throws InterruptedException {
    onlooker.onStepAside =
        () -> {
          surroundings.load = FakeSurroundings.BUSY;
          pace.in(FakeOnlooker.SWAPPED_AFTER, () -> server.statement.end(Kind.DONE, ""));
        };

    assertThat(((Rebuilt) run()).verification()).isEqualTo(FakeOnlooker.SAME);
  }

  @Test
  void aServerThatCannotBeAskedDuringTheComparisonLeavesItUnproven() throws InterruptedException {
    onlooker.rebuiltReadAfter = seconds(60);
    pace.at(seconds(2), () -> server.isOutOfReach = true);

    AttemptResult result = run();

    assertUnproven(result);
  }
}
