package dev.lowtide.scheduler;

import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.approval.ApprovalDesk;
import dev.lowtide.scheduler.approval.ApprovalPolicy;
import dev.lowtide.scheduler.copy.Governor;
import dev.lowtide.scheduler.copy.GovernorPolicy;
import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.journal.Store;
import dev.lowtide.scheduler.journal.Stores;
import dev.lowtide.scheduler.load.Gauge;
import dev.lowtide.scheduler.load.Latencies;
import dev.lowtide.scheduler.load.Latencies.Share;
import dev.lowtide.scheduler.load.LoadSnapshot;
import dev.lowtide.scheduler.load.ServerLoads;
import dev.lowtide.scheduler.load.UsesSeen;
import dev.lowtide.scheduler.load.WriteStrain;
import dev.lowtide.scheduler.quiet.Judgement;
import dev.lowtide.scheduler.shrink.RunId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the governor is told of the load, from run to run. */
class LookoutTest {

  private static final Duration LOOK = Duration.ofMillis(500);
  private static final WriteStrain STRAIN =
      new WriteStrain(Gauge.of(0), Gauge.of(5), Gauge.of(0), Gauge.of(0));

  private final Store store = Stores.inMemory();
  private final Journal journal = new Journal(store);
  private final RunBook book =
      new RunBook(
          journal,
          new ApprovalDesk(
              new ApprovalPolicy(
                  true, ApprovalPolicy.REQUEST_LIFETIME, ApprovalPolicy.APPROVAL_LIFETIME)),
          new SettableClock(NOW));
  private final Governor governor = new Governor(GovernorPolicy.DEFAULT, this::now);
  private final Lookout lookout =
      new Lookout(
          CopyLimits.forCores(2),
          governor,
          () -> STRAIN,
          List::of,
          this::active,
          this::isFollowing,
          this::now);
  private long nanos = Duration.ofHours(1).toNanos();
  private boolean isFollowing;
  private @Nullable ActiveRun active;

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void whatStatementsTookBeforeARunIsUsualForItWhateverItWasForTheLastOne() {
    runWhileStatementsTake(10);
    lookAt(40);

    runWhileStatementsTake(40);

    assertThat(governor.standstill()).isEmpty();
  }

  @Test
  void whatIsUsualIsHeldAgainstTheWholeOfARun() {
    begin(10);

    lookAt(40);
    lookAt(40);

    assertThat(governor.standstill())
        .hasValueSatisfying(why -> assertThat(why).contains("usual: 10 ms"));
  }

  /** Whoever follows was looked at between the runs, too, and slows clients down a little. */
  @Test
  void whileAnOldTableFollowsWhatIsUsualIsKept() {
    isFollowing = true;
    runWhileStatementsTake(10);

    runWhileStatementsTake(40);

    assertThat(governor.standstill())
        .hasValueSatisfying(why -> assertThat(why).contains("usual: 10 ms"));
  }

  @Test
  void whoStandsIdleIsToldNothing() {
    lookAt(10);

    assertThat(governor.standstill()).isPresent();
  }

  /** Begins it, and ends it after two looks. */
  private void runWhileStatementsTake(int millis) {
    begin(millis);
    lookAt(millis);
    lookAt(millis);
    active = null;
  }

  private void begin(int millis) {
    nanos += LOOK.toNanos();
    lookout.onBegin(seen(millis));
    active = new ActiveRun(new RunId(1), book, journal, Duration.ZERO);
  }

  private void lookAt(int millis) {
    nanos += LOOK.toNanos();
    lookout.observe(seen(millis));
  }

  private Observation seen(int millis) {
    Share share = new Share(200, Duration.ofMillis(millis));
    LoadSnapshot load =
        new LoadSnapshot(
            nanos,
            2000,
            Duration.ZERO,
            Duration.ZERO,
            new Latencies(share, share),
            List.of(),
            UsesSeen.NONE,
            null);
    return new Observation(
        nanos, Judgement.blind("of no matter", Duration.ZERO), load, ServerLoads.IDLE);
  }

  private @Nullable ActiveRun active() {
    return active;
  }

  private boolean isFollowing() {
    return isFollowing;
  }

  private long now() {
    return nanos;
  }
}
