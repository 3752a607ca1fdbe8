package dev.lowtide.app;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.scheduler.ShrinkScheduler;
import dev.lowtide.scheduler.ledger.Difference;
import dev.lowtide.scheduler.ledger.Reconciliation;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/** What the comparison of the ledger with the server found, as figures to watch. */
final class LedgerGauges {

  private LedgerGauges() {}

  static void register(MetricRegistry metrics, ShrinkScheduler scheduler, NanoClock clock) {
    Registration to = new Registration(metrics, scheduler);
    for (Difference.Kind kind : Difference.Kind.values()) {
      String name = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
      to.register("ledger.differences." + name, it -> it.count(kind));
    }
    to.register("ledger.seeing", it -> it.isBlind() ? 0 : 1);
    to.register("ledger.bypassing", it -> it.bypassing().size());
    to.register("ledger.orphans", it -> it.orphans().size());
    to.register("ledger.tookMillis", it -> it.took().toMillis());
    to.register(
        "ledger.ageMillis", it -> TimeUnit.NANOSECONDS.toMillis(clock.nanos() - it.atNanos()));
  }

  private record Registration(MetricRegistry metrics, ShrinkScheduler scheduler) {
    void register(String name, ToLongFunction<Reconciliation> figure) {
      metrics.gauge(name, () -> (Gauge<Long>) () -> figure.applyAsLong(scheduler.reconciliation()));
    }
  }
}
