package dev.lowtide.proxy.relay;

import com.codahale.metrics.Counter;
import com.codahale.metrics.MetricRegistry;

/** What the relay counts. Safe for any thread. */
public final class RelayMetrics {

  final Counter sessionsOpened;
  final Counter sessionsRefused;
  final Counter sessionsOpaque;
  final Counter dialsFailed;
  final Counter clientBytes;
  final Counter backendBytes;
  final Counter statementsHeld;

  public RelayMetrics(MetricRegistry registry) {
    sessionsOpened = registry.counter("proxy.sessions.opened");
    sessionsRefused = registry.counter("proxy.sessions.refused");
    sessionsOpaque = registry.counter("proxy.sessions.opaque");
    dialsFailed = registry.counter("proxy.backend.dials.failed");
    clientBytes = registry.counter("proxy.bytes.from.clients");
    backendBytes = registry.counter("proxy.bytes.from.backend");
    statementsHeld = registry.counter("proxy.statements.held");
  }
}
