package dev.lowtide.scheduler.space;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.approval.ApprovedPlans;
import dev.lowtide.scheduler.copy.CopyProgress;
import dev.lowtide.scheduler.execute.AttemptResult;
import dev.lowtide.scheduler.execute.AttemptResult.Rebuilt;
import dev.lowtide.scheduler.execute.AttemptResult.Unknown;
import dev.lowtide.scheduler.execute.AttemptResult.Yielded;
import dev.lowtide.scheduler.execute.Pace;
import dev.lowtide.scheduler.execute.RunLog;
import dev.lowtide.scheduler.execute.Surroundings;
import dev.lowtide.scheduler.plan.PlanOutcome.Planned;
import dev.lowtide.scheduler.quiet.QuietVerdict;
import dev.lowtide.scheduler.quiet.QuietVerdict.Blind;
import dev.lowtide.scheduler.quiet.QuietVerdict.Quiet;
import dev.lowtide.scheduler.shrink.AbortReason;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Plans;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.Subject;
import dev.lowtide.scheduler.shrink.Verification.Verdict;
import dev.lowtide.scheduler.space.UndoSpace.State;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UndoWayTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final FakeUndoServer server =
      new FakeUndoServer()
          .with("innodb_undo_001", 500, State.ACTIVE)
          .with("innodb_undo_002", 40, State.ACTIVE);
  private final Time time = new Time();
  private final Around around = new Around();
  private final Log log = new Log();
  private final UndoTidying tidying = new UndoTidying(server, time);
  private final UndoWay way = new UndoWay(server, tidying, time, LIMIT);
  private final ShrinkPlan plan = plan("undo:*");

  @Test
  void eachIsTruncatedWhileTwoOthersAreActive() throws Exception {
    AttemptResult result = attempt();

    assertThat(server.deeds)
        .containsExactly(
            "create",
            "inactive innodb_undo_001",
            "active innodb_undo_001",
            "inactive innodb_undo_002",
            "active innodb_undo_002",
            "inactive lowtide_undo",
            "drop");
    assertThat(((Rebuilt) result).verification().verdict()).isEqualTo(Verdict.SAME);
    assertThat(result.text()).contains("innodb_undo_001 500 MiB → 16.0 MiB");
    assertThat(log.states)
        .containsExactly(RunState.RUNNING, RunState.CUTTING_OVER, RunState.VERIFYING);
  }

  @Test
  void noHelperIsMadeWhereThreeAreActive() throws Exception {
    server.with("innodb_undo_003", 16, State.ACTIVE);

    way.attempt(ApprovedPlans.approved(plan("undo:innodb_undo_001")), around, log);

    assertThat(server.deeds).containsExactly("inactive innodb_undo_001", "active innodb_undo_001");
  }

  @Test
  void whoeverKeepsPurgeIsWaitedForUntilTheLimitAndNamed() throws Exception {
    server.holders.add("session 12 (app@web)");

    AttemptResult result = attempt();

    assertThat(((Yielded) result).reason()).isEqualTo(AbortReason.TABLE_IN_USE);
    assertThat(result.text()).contains("within 20 s", "session 12 (app@web)");
    assertThat(server.find("innodb_undo_001").isActive()).isTrue();
    assertThat(server.deeds).doesNotContain("inactive innodb_undo_002");
  }

  @Test
  void whatIsStoppedInTheMiddleIsActiveAgain() throws Exception {
    server.holders.add("session 12 (app@web)");
    around.stopAfter = Duration.ofSeconds(3);

    AttemptResult result = attempt();

    assertThat(((Yielded) result).reason()).isEqualTo(AbortReason.ASKED);
    assertThat(server.spaces.values())
        .filteredOn(space -> !space.isHelper())
        .allMatch(UndoSpace::isActive);
  }

  @Test
  void nothingIsBegunWhileItIsNotQuiet() throws Exception {
    around.load = new Blind("nothing is seen", Duration.ZERO);

    AttemptResult result = attempt();

    assertThat(((Yielded) result).reason()).isEqualTo(AbortReason.NOT_QUIET);
    assertThat(server.deeds).containsExactly("create", "inactive lowtide_undo", "drop");
  }

  @Test
  void aServerThatGoesAwayIsWaitedForAndMadeWhole() throws Exception {
    server.holders.add("session 12 (app@web)");
    time.onPause(Duration.ofSeconds(2), () -> server.failures = 5);
    time.onPause(Duration.ofSeconds(3), server.holders::clear);

    AttemptResult result = attempt();

    assertThat(((Yielded) result).reason()).isEqualTo(AbortReason.SERVER_REFUSED);
    assertThat(result.text()).contains("the server is away", "innodb_undo_001 was INACTIVE");
    assertThat(server.find("innodb_undo_001").isActive()).isTrue();
  }

  /** Whoever ended it here would leave a tablespace inactive that nobody sets active any more. */
  @Test
  void aServerThatStaysAwayEndsNothing() throws Exception {
    server.holders.add("session 12 (app@web)");
    time.onPause(Duration.ofSeconds(2), () -> server.failures = Integer.MAX_VALUE);

    AttemptResult result = attempt();

    assertThat(result).isInstanceOf(Unknown.class);
    assertThat(result.text()).contains("has not let itself be made whole for 10 min");
    assertThat(server.find("innodb_undo_001").isActive()).isFalse();
  }

  @Test
  void tidyingLeavesAloneWhatThePlanDidNotSetInactive() throws Exception {
    server.with("theirs", 16, State.INACTIVE);
    server.change("innodb_undo_002", State.EMPTY);

    String text = tidying.tidy(plan);

    assertThat(server.deeds).containsExactly("active innodb_undo_002");
    assertThat(text).isEqualTo("innodb_undo_002 was EMPTY and is active again");
  }

  @Test
  void tidyingOutsideAnAttemptWaitsForNothing() throws Exception {
    server.create();
    server.change("innodb_undo_001", State.INACTIVE);
    server.with("innodb_undo_003", 16, State.ACTIVE);
    server.holders.add("session 12 (app@web)");

    String text = tidying.tidy(plan);

    assertThat(server.find("innodb_undo_001").isActive()).isTrue();
    assertThat(text).contains("lowtide_undo is inactive and cannot be dropped yet");
    assertThat(time.nanos()).isZero();
  }

  /** By itself the server may have made another one inactive. */
  @Test
  void aHelperThatMayNotGoYetKeepsTheOthersFromNothing() throws Exception {
    server.create();
    server.change("innodb_undo_001", State.INACTIVE);
    server.change("innodb_undo_002", State.INACTIVE);
    server.refusedInactive = "lowtide_undo";

    String text = tidying.tidy(plan);

    assertThat(server.spaces.values()).allMatch(UndoSpace::isActive);
    assertThat(text).endsWith("lowtide_undo stays until the next attempt: error 3655");
  }

  private AttemptResult attempt() throws InterruptedException {
    return way.attempt(ApprovedPlans.approved(plan), around, log);
  }

  private ShrinkPlan plan(String subject) {
    UndoPlanner planner =
        new UndoPlanner(server, () -> "MySQL 8.0.31", Clock.fixed(Plans.NOW, ZoneOffset.UTC));
    return ((Planned) planner.plan(Subject.parse(subject), Optional.empty())).plan();
  }

  /** Time that passes only in pauses. */
  private static final class Time implements Pace {
    private final List<Duration> at = new ArrayList<>();
    private final List<Runnable> happenings = new ArrayList<>();
    private long nanos;

    void onPause(Duration time, Runnable happening) {
      at.add(time);
      happenings.add(happening);
    }

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public void pause(Duration duration) {
      long before = nanos;
      nanos += duration.toNanos();
      for (int i = 0; i < at.size(); i++) {
        if (at.get(i).toNanos() > before && at.get(i).toNanos() <= nanos) {
          happenings.get(i).run();
        }
      }
    }
  }

  /** Quiet until somebody wants it stopped. */
  private final class Around implements Surroundings {
    QuietVerdict load = new Quiet();
    Duration stopAfter = Duration.ofDays(1);

    @Override
    public QuietVerdict load() {
      return load;
    }

    @Override
    public Set<Long> threadsWithoutReadView() {
      return Set.of();
    }

    @Override
    public List<Reach> reaches(List<TableName> tables) {
      throw new AssertionError("no table is held");
    }

    @Override
    public boolean isStopRequested() {
      return time.nanos() >= stopAfter.toNanos();
    }
  }

  /** Keeps the states. */
  private static final class Log implements RunLog {
    final List<RunState> states = new ArrayList<>();

    @Override
    public void onState(RunState state, String text) {
      states.add(state);
    }

    @Override
    public void onNote(String text) {}

    @Override
    public CopyProgress copy() {
      throw new AssertionError("no copy is made");
    }

    @Override
    public void onStatement(long threadId) {}

    @Override
    public void onCopied(ByteSize copied) {}
  }
}
