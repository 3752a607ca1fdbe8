package dev.lowtide.scheduler.quiet;

import static dev.lowtide.scheduler.load.SessionSnapshots.inTransaction;
import static dev.lowtide.scheduler.shrink.Plans.ORDERS;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.proxy.activity.TransactionState;
import dev.lowtide.scheduler.load.Latencies;
import dev.lowtide.scheduler.load.LoadSnapshot;
import dev.lowtide.scheduler.load.LoadSnapshot.Gap;
import dev.lowtide.scheduler.load.OpenTransaction;
import dev.lowtide.scheduler.load.ServerLoad;
import dev.lowtide.scheduler.load.ServerLoads;
import dev.lowtide.scheduler.load.TableOnServer;
import dev.lowtide.scheduler.load.TablesOnServer;
import dev.lowtide.scheduler.load.UsesSeen;
import dev.lowtide.scheduler.load.UsesSeen.TableUse;
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
          2,
          Duration.ofMillis(20),
          3,
          8,
          Duration.ofSeconds(6),
          Duration.ofSeconds(2),
          1000,
          60,
          Duration.ofSeconds(3),
          Duration.ofMillis(500),
          Duration.ofSeconds(2));

  static final Footprint ON_ORDERS = Footprint.of(ORDERS, Access.READ);

  final QuietDetector detector = new QuietDetector(POLICY);
  long nowNanos = Duration.ofHours(1).toNanos();

  double statementsPerSecond;
  List<SessionSnapshot> sessions = List.of();
  UsesSeen uses = UsesSeen.NONE;
  Latencies latencies = Latencies.NONE;
  @Nullable Gap gap;
  ServerLoad server = ServerLoads.IDLE;
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
            latencies,
            sessions,
            uses,
            gap);
    detector.observe(new Signals(load, server, nowNanos - serverAge.toNanos()), nowNanos);
  }

  void advance(Duration by) {
    nowNanos += by.toNanos();
  }

  /** A write that is so long ago when it has been quiet for long enough. */
  UsesSeen written(Duration ago) {
    long atNanos = nowNanos + POLICY.quietFor().minus(ago).toNanos();
    return new UsesSeen(Map.of(ORDERS, new TableUse(atNanos, atNanos)), Map.of(), Map.of(), null);
  }

  QuietVerdict verdict() {
    return detector.server().verdict();
  }

  QuietVerdict verdict(TableName table) {
    return verdict(table, TablesOnServer.UNUSED);
  }

  QuietVerdict verdict(TableName table, TableOnServer atServer) {
    return detector.table(table, Reach.of(table), atServer).verdict();
  }

  Judgement table(TableName table) {
    return detector.table(table, Reach.of(table), TablesOnServer.UNUSED);
  }

  @Nullable QuietWindow window(TableName table, TableOnServer atServer) {
    return detector.window(table, Reach.of(table), atServer);
  }

  Rung rung(Signal signal) {
    return rung(detector.server(), signal);
  }

  static Rung rung(Judgement judgement, Signal signal) {
    return judgement.ladder().stream()
        .filter(rung -> rung.signal() == signal)
        .findFirst()
        .orElseThrow();
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
