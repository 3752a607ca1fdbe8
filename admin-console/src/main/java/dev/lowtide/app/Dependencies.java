package dev.lowtide.app;

import dev.lowtide.console.Health;
import dev.lowtide.scheduler.ShrinkScheduler;
import dev.lowtide.scheduler.operator.Dependency;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Whatever Lowtide depends on: target, store, replicas, binary log, receivers of notices. */
final class Dependencies implements Health {

  private final StoreWatch store;
  private final ShrinkScheduler scheduler;
  private final LateProxy proxy;
  private volatile Supplier<List<Dependency>> receivers = List::of;

  Dependencies(StoreWatch store, ShrinkScheduler scheduler, LateProxy proxy) {
    this.store = store;
    this.scheduler = scheduler;
    this.proxy = proxy;
  }

  /** There are receivers of notices, too. */
  void add(Supplier<List<Dependency>> receivers) {
    this.receivers = receivers;
  }

  @Override
  public List<Dependency> look() {
    List<Dependency> all = new ArrayList<>();
    all.add(store.dependency());
    scheduler.dependencies().stream().map(this::asLedTo).forEach(all::add);
    all.addAll(receivers.get());
    return all;
  }

  /** A target may be well and yet be another server than clients are led to. */
  private Dependency asLedTo(Dependency found) {
    if (!found.isNeeded() || proxy.isLeadingToTarget()) {
      return found;
    }
    return new Dependency(
        found.name(),
        true,
        "is another server than proxy.backend since it was changed",
        found.sinceSuccess());
  }
}
