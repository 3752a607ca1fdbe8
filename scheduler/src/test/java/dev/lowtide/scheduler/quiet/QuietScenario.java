package dev.lowtide.scheduler.quiet;

import static dev.lowtide.scheduler.load.SessionSnapshots.inTransaction;
import static dev.lowtide.scheduler.shrink.Plans.ORDERS;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.proxy.activity.TransactionState;
import dev.lowtide.scheduler.load.LoadSnapshot;
import dev.lowtide.scheduler.load.LoadSnapshot.Gap;
import dev.lowtide.scheduler.load.LoadSnapshot.TableUse;
import dev.lowtide.scheduler.load.OpenTransaction;
import dev.lowtide.scheduler.load.ServerLoad;
import dev.lowtide.scheduler.quiet.QuietVerdict.Busy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A detector, and what it is shown. */
abstract class QuietScenario {

  static final QuietPolicy POLICY =
      new QuietPolicy(
          Duration.ofSeconds(5),
          50,
          4,
          3,
          Duration.ofSeconds(6),
          Duration.ofSeconds(3),
          Duration.ofSeconds(2));

  static final Footprint ON_ORDERS = Footprint.of(ORDERS, Access.READ);

  final QuietDetector detector = new QuietDetector(POLICY);
  long nowNanos = Duration.ofHours(1).toNanos();

  double statementsPerSecond;
  List<SessionSnapshot> sessions = List.of();
  Map<TableName, TableUse> tables = Map.of();
  @Nullable Long lastUnknownNanos;
  @Nullable Gap gap;
  ServerLoad server = new ServerLoad(0, List.of(), 0);
  Duration serverAge = Duration.ZERO;

  void observeFor(Duration duration) {
    observe();
    advance(duration);
    observe();
  }

  /** What the test has set is seen, as it would be at this moment. */
  void observe() {
    LoadSnapshot load =
        new LoadSnapshot(
            nowNanos,
            statementsPerSecond,
            Duration.ZERO,
            Duration.ZERO,
            sessions,
            tables,
            lastUnknownNanos,
            gap);
    detector.observe(new Signals(load, server, nowNanos - serverAge.toNanos()), nowNanos);
  }

  void advance(Duration by) {
    nowNanos += by.toNanos();
  }

  /** A write that is so long ago when it has been quiet for long enough. */
  Map<TableName, TableUse> written(Duration ago) {
    long atNanos = nowNanos + POLICY.quietFor().minus(ago).toNanos();
    return Map.of(ORDERS, new TableUse(atNanos, atNanos));
  }

  static SessionSnapshot reader(long threadId) {
    return inTransaction(threadId, TransactionState.ACTIVE, 0, ON_ORDERS);
  }

  static OpenTransaction transaction(Duration age) {
    return new OpenTransaction(11, "app@h", age);
  }

  static List<BusyReason> reasons(QuietVerdict verdict) {
    return ((Busy) verdict).reasons();
  }
}
