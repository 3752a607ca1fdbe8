package dev.lowtide.it.harness;

import com.codahale.metrics.MetricRegistry;
import dev.lowtide.proxy.ProxyConfig;
import dev.lowtide.proxy.ProxyServer;
import dev.lowtide.proxy.TlsConfig;
import dev.lowtide.proxy.activity.ActivityFeed;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.hold.HoldDesk;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The proxy alone, with its two windows at hand. */
public final class RunningProxy implements AutoCloseable {

  private final HoldDesk holds = new HoldDesk(System::nanoTime);
  private final ActivityFeed feed =
      new ActivityFeed(ActivityFeed.DEFAULT_CAPACITY, System::nanoTime);
  private final MetricRegistry metrics = new MetricRegistry();
  private final ProxyServer server;

  private RunningProxy(ProxyConfig config) throws IOException {
    server = ProxyServer.start(config, feed, holds, metrics, Clock.systemUTC(), System::nanoTime);
  }

  public static RunningProxy before(int port) throws IOException {
    return before(port, 1000, Duration.ofSeconds(30));
  }

  public static RunningProxy before(int port, int sessionsMax, Duration loginTimeout)
      throws IOException {
    return new ProxySetUp(port).sessionsMax(sessionsMax).loginTimeout(loginTimeout).start();
  }

  /** With TLS in one of the ways there are. */
  public static RunningProxy before(int port, TlsConfig tls) throws IOException {
    return new ProxySetUp(port).tls(tls).start();
  }

  static RunningProxy of(ProxyConfig config) throws IOException {
    return new RunningProxy(config);
  }

  public int port() {
    return server.address().getPort();
  }

  public HoldDesk holds() {
    return holds;
  }

  public ActivityFeed feed() {
    return feed;
  }

  public ProxyServer server() {
    return server;
  }

  public long count(String metric) {
    return metrics.counter(metric).getCount();
  }

  public Object gauge(String metric) {
    return Objects.requireNonNull(metrics.getGauges().get(metric)).getValue();
  }

  public List<SessionSnapshot> sessions() throws Exception {
    return server.sessions().toCompletableFuture().get(5, TimeUnit.SECONDS);
  }

  public SessionSnapshot session(long threadId) throws Exception {
    return sessions().stream()
        .filter(session -> session.serverThreadId() == threadId)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no session " + threadId));
  }

  @Override
  public void close() {
    server.close();
  }
}
