package dev.lowtide.proxy.relay;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import dev.lowtide.proxy.hold.HoldDesk;

/** What the relay counts. Safe for any thread. */
public final class RelayMetrics {

  final Counter sessionsOpened;
  final Counter sessionsRefused;
  final Counter sessionsOpaque;
  final Counter dialsFailed;
  final Counter clientBytes;
  final Counter backendBytes;
  final Counter statementsHeld;

  public RelayMetrics(MetricRegistry registry, HoldDesk holds) {
    sessionsOpened = registry.counter("proxy.sessions.opened");
    sessionsRefused = registry.counter("proxy.sessions.refused");
    sessionsOpaque = registry.counter("proxy.sessions.opaque");
    dialsFailed = registry.counter("proxy.backend.dials.failed");
    clientBytes = registry.counter("proxy.bytes.from.clients");
    backendBytes = registry.counter("proxy.bytes.from.backend");
    statementsHeld = registry.counter("proxy.statements.held");
    registry.gauge("proxy.holds.placed", () -> (Gauge<Long>) holds::placed);
    registry.gauge("proxy.holds.refused", () -> (Gauge<Long>) holds::refused);
    registry.gauge("proxy.holds.awaited", () -> (Gauge<Integer>) holds::awaited);
    registry.gauge("proxy.holds.longestWaitMillis", () -> longestWait(holds));
  }

  private static Gauge<Long> longestWait(HoldDesk holds) {
    return () -> holds.longestWait().toMillis();
  }
}
