package dev.lowtide.scheduler;

import static dev.lowtide.scheduler.load.SessionSnapshots.idle;
import static dev.lowtide.scheduler.load.SessionSnapshots.inCommand;
import static dev.lowtide.scheduler.load.SessionSnapshots.inTransaction;
import static dev.lowtide.scheduler.load.SessionSnapshots.opaque;
import static dev.lowtide.scheduler.load.SessionSnapshots.session;
import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.ActivityFeed;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.SessionPhase;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.TransactionSnapshot;
import dev.lowtide.proxy.activity.TransactionState;
import dev.lowtide.scheduler.ActiveRun.StopCause;
import dev.lowtide.scheduler.approval.ApprovalDesk;
import dev.lowtide.scheduler.approval.ApprovalPolicy;
import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.journal.Store;
import dev.lowtide.scheduler.journal.Stores;
import dev.lowtide.scheduler.quiet.QuietDetector;
import dev.lowtide.scheduler.quiet.QuietPolicy;
import dev.lowtide.scheduler.quiet.QuietVerdict.Blind;
import dev.lowtide.scheduler.shrink.RunId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class RunSurroundingsTest {

  private static final Duration AGE_MAX = Duration.ofSeconds(5);

  private long nanos;
  private CompletableFuture<List<SessionSnapshot>> sessions =
      CompletableFuture.completedFuture(List.of());
  private final Store store = Stores.inMemory();
  private final Journal journal = new Journal(store);
  private final ActiveRun active =
      new ActiveRun(
          new RunId(7),
          new RunBook(
              journal,
              new ApprovalDesk(new ApprovalPolicy(false, AGE_MAX, AGE_MAX)),
              new SettableClock(NOW)),
          journal,
          Duration.ZERO);
  private final Observer observer =
      new Observer(
          new ActivityFeed(2, () -> nanos),
          () -> sessions,
          new FakeProbe(),
          new QuietDetector(QuietPolicy.DEFAULT),
          AGE_MAX,
          () -> nanos);
  private final RunSurroundings surroundings =
      new RunSurroundings(observer, active, Reaching.BY_NAME, () -> nanos, AGE_MAX);

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void theLoadIsThatOfTheLatestLook() throws InterruptedException {
    observer.observe();
    nanos += AGE_MAX.toNanos();

    assertThat(surroundings.load()).isEqualTo(observer.latest().verdict());
  }

  @Test
  void isBlindWhenTheLatestLookIsTooOld() throws InterruptedException {
    observer.observe();
    nanos += Duration.ofSeconds(6).toNanos();

    assertThat(surroundings.load())
        .isEqualTo(new Blind("the last look is 6 s old", Duration.ofSeconds(6)));
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "ARMED", "EMPTY"})
  void aSessionThatHasLookedAtNothingHasNoReadView(TransactionState state)
      throws InterruptedException {
    sessions = CompletableFuture.completedFuture(List.of(transaction(state)));

    assertThat(surroundings.threadsWithoutReadView()).containsExactly(3L);
  }

  @ParameterizedTest
  @EnumSource(names = {"ACTIVE", "UNKNOWN"})
  void aSessionThatMayHaveLookedMayHaveOne(TransactionState state) throws InterruptedException {
    sessions = CompletableFuture.completedFuture(List.of(transaction(state)));

    assertThat(surroundings.threadsWithoutReadView()).isEmpty();
  }

  @Test
  void nothingIsKnownOfASessionInTheMiddleOfAStatement() throws InterruptedException {
    sessions = CompletableFuture.completedFuture(List.of(idle(3), inCommand(4, Footprint.NONE)));

    assertThat(surroundings.threadsWithoutReadView()).containsExactly(3L);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "READY")
  void nothingIsKnownOfASessionThatCannotBeFollowed(SessionPhase phase)
      throws InterruptedException {
    sessions =
        CompletableFuture.completedFuture(
            List.of(session(3, phase, null, TransactionSnapshot.NONE), opaque(4)));

    assertThat(surroundings.threadsWithoutReadView()).isEmpty();
  }

  @Test
  void nothingIsKnownWhenTheProxyDoesNotAnswer() throws InterruptedException {
    sessions =
        new CompletableFuture<>() {
          @Override
          public List<SessionSnapshot> get(long timeout, TimeUnit unit) throws TimeoutException {
            throw new TimeoutException();
          }
        };

    assertThat(surroundings.threadsWithoutReadView()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"PERSON", "SHUTDOWN"})
  void isStoppedWhoeverAsks(StopCause cause) {
    assertThat(surroundings.isStopRequested()).isFalse();

    active.stop(cause, "carl");

    assertThat(surroundings.isStopRequested()).isTrue();
  }

  private static SessionSnapshot transaction(TransactionState state) {
    return inTransaction(3, state, 0, Footprint.NONE);
  }
}
