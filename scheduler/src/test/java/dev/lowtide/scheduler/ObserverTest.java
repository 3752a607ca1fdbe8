package dev.lowtide.scheduler;

import static dev.lowtide.scheduler.shrink.Plans.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.ActivityEvent.StatementFinished;
import dev.lowtide.proxy.activity.ActivityFeed;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.SessionId;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.SessionsUnknownException;
import dev.lowtide.scheduler.load.LoadSnapshot;
import dev.lowtide.scheduler.load.ServerLoads;
import dev.lowtide.scheduler.load.SessionSnapshots;
import dev.lowtide.scheduler.quiet.QuietDetector;
import dev.lowtide.scheduler.quiet.QuietPolicy;
import dev.lowtide.scheduler.quiet.QuietVerdict.Blind;
import dev.lowtide.scheduler.quiet.QuietVerdict.Quiet;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class ObserverTest {

  private static final Duration AGE_MAX = Duration.ofSeconds(5);

  private long nanos = Duration.ofHours(1).toNanos();
  private CompletableFuture<List<SessionSnapshot>> sessions =
      CompletableFuture.completedFuture(List.of(SessionSnapshots.idle(3)));
  private final ActivityFeed feed = new ActivityFeed(2, () -> nanos);
  private final FakeProbe probe = new FakeProbe();
  private final QuietDetector detector = new QuietDetector(QuietPolicy.DEFAULT);
  private final Observer observer =
      new Observer(feed, () -> sessions, probe, detector, AGE_MAX, () -> nanos);

  @Test
  void whatWasSeenTooLongAgoIsBlind() throws InterruptedException {
    observer.observe();
    nanos += AGE_MAX.toNanos();
    assertThat(observer.latest().verdict()).isNotInstanceOf(Blind.class);

    nanos++;

    assertThat(observer.latest().verdict())
        .isEqualTo(new Blind("nothing has been seen for 5 s", AGE_MAX.plusNanos(1)));
    assertThat(observer.latest().server()).isNull();
  }

  @Test
  void hasSeenNothingAtFirst() {
    Observation latest = observer.latest();

    assertThat(latest.verdict()).isEqualTo(new Blind("nothing has been observed yet"));
    assertThat(latest.load()).isNull();
    assertThat(latest.server()).isNull();
  }

  @Test
  void seesProxyAndServerAsOnePicture() throws InterruptedException {
    probe.load = ServerLoads.of(2, List.of(), 0);
    statement(Duration.ofMillis(30));

    observer.observe();

    Observation latest = observer.latest();
    assertThat(latest.atNanos()).isEqualTo(nanos);
    assertThat(latest.server()).isEqualTo(probe.load);
    assertThat(load().sessions()).containsExactly(SessionSnapshots.idle(3));
    assertThat(load().worstSinceLast()).isEqualTo(Duration.ofMillis(30));
    assertThat(load().sinceWrite(Reach.of(ORDERS))).isZero();
  }

  @Test
  void quietThatLastsIsQuiet() throws InterruptedException {
    observer.observe();
    nanos += QuietPolicy.DEFAULT.quietFor().toNanos();

    observer.observe();

    assertThat(observer.latest().verdict()).isEqualTo(new Quiet());
  }

  @Test
  void isBlindWhenEventsWereLost() throws InterruptedException {
    for (int i = 0; i < 5; i++) {
      statement(Duration.ZERO);
    }

    observer.observe();

    assertThat(observer.latest().verdict()).isEqualTo(new Blind("feed gap: 3 events lost 0 s ago"));
  }

  @Test
  void isBlindWhenTheServerCannotBeAsked() throws InterruptedException {
    observer.observe();
    probe.failure = "target db:3306 does not answer";

    observer.observe();

    Blind blind = new Blind("the server cannot be asked: target db:3306 does not answer");
    assertThat(observer.latest().verdict()).isEqualTo(blind);
    assertThat(observer.latest().server()).isNull();
    assertThat(detector.server().verdict()).isEqualTo(blind);
  }

  @Test
  void isBlindWhenTheProxyDoesNotAnswer() throws InterruptedException {
    sessions =
        new CompletableFuture<>() {
          @Override
          public List<SessionSnapshot> get(long timeout, TimeUnit unit) throws TimeoutException {
            throw new TimeoutException();
          }
        };

    observer.observe();

    assertThat(observer.latest().verdict())
        .isEqualTo(new Blind("the proxy did not answer within 2.0 s"));
  }

  @Test
  void whoKnowsThatThereIsNoAnswerIsBelievedAtOnce() throws InterruptedException {
    sessions = CompletableFuture.failedFuture(new SessionsUnknownException("led elsewhere"));

    observer.observe();

    assertThat(observer.latest().verdict()).isEqualTo(new Blind("led elsewhere"));
  }

  @Test
  void aSlowStatementIsToldEvenIfTheServerCouldNotBeAskedJustThen() throws InterruptedException {
    statement(Duration.ofMillis(900));
    probe.failure = "target db:3306 does not answer";
    observer.observe();
    probe.failure = null;

    observer.observe();

    assertThat(load().worstSinceLast()).isEqualTo(Duration.ofMillis(900));
  }

  private void statement(Duration took) {
    Footprint footprint = Footprint.of(ORDERS, Access.WRITE);
    feed.publish(new StatementFinished(new SessionId(1), nanos, footprint, took, false));
  }

  private LoadSnapshot load() {
    return Objects.requireNonNull(observer.latest().load());
  }
}
