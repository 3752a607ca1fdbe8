package dev.lowtide.proxy;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import dev.lowtide.proxy.activity.ActivityFeed;
import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.proxy.activity.SessionId;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.SessionSource;
import dev.lowtide.proxy.hold.HoldDesk;
import dev.lowtide.proxy.relay.ClientAcceptor;
import dev.lowtide.proxy.relay.RelayMetrics;
import dev.lowtide.proxy.relay.RelaySession;
import dev.lowtide.proxy.relay.RelaySettings;
import dev.lowtide.proxy.relay.Transport;
import dev.lowtide.proxy.session.SessionTracker;
import dev.lowtide.proxy.sql.FactsCache;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The proxy: listens, drains, closes. Safe for any thread. */
public final class ProxyServer implements SessionSource, AutoCloseable {

  /** How often a drain looks whether more sessions have become idle. */
  private static final Duration DRAIN_STEP = Duration.ofMillis(20);

  private static final Logger log = LoggerFactory.getLogger(ProxyServer.class);

  private final EventLoopGroup loops;
  private final ClientAcceptor acceptor;
  private final Channel listener;
  private final TlsReload tls;

  private ProxyServer(
      EventLoopGroup loops, ClientAcceptor acceptor, Channel listener, TlsReload tls) {
    this.loops = loops;
    this.acceptor = acceptor;
    this.listener = listener;
    this.tls = tls;
  }

  /**
   * Listens.
   *
   * @throws IOException if the address cannot be listened on or the certificate not be used
   */
  public static ProxyServer start(
      ProxyConfig config,
      ActivityFeed feed,
      HoldDesk holds,
      MetricRegistry metrics,
      Clock clock,
      NanoClock nanoClock)
      throws IOException {
    TlsReload tls = new TlsReload(config, clock);
    RelaySettings settings =
        new RelaySettings(
            config.backend(),
            config.clients(),
            config.sessionsMax(),
            config.dialTimeout(),
            config.loginTimeout(),
            tls.legs());
    Transport transport = Transport.best();
    ClientAcceptor acceptor =
        new ClientAcceptor(
            transport, settings, new RelayMetrics(metrics), holds, trackers(feed, nanoClock));
    EventLoopGroup loops =
        new MultiThreadIoEventLoopGroup(
            config.eventLoops(), new DefaultThreadFactory("lowtide-relay"), transport.ioHandlers());
    Channel listener = listen(config.listen(), transport, loops, acceptor);
    tls.start();
    registerEnd(tls, metrics);
    metrics.gauge("proxy.sessions", () -> (Gauge<Integer>) () -> acceptor.sessions().size());
    log.info(
        "proxy listens on {} for backend {} transport={} eventLoops={}",
        listener.localAddress(),
        config.backend(),
        transport,
        config.eventLoops());
    return new ProxyServer(loops, acceptor, listener, tls);
  }

  /** Seconds since 1970, so that an alarm can go off before the certificate ends. */
  private static void registerEnd(TlsReload tls, MetricRegistry metrics) {
    if (tls.notAfter() != null) {
      Gauge<Long> end = () -> Objects.requireNonNull(tls.notAfter()).getEpochSecond();
      metrics.gauge("proxy.tls.certificate.notAfter", () -> end);
    }
  }

  private static Function<String, SessionTracker> trackers(ActivityFeed feed, NanoClock clock) {
    FactsCache facts = new FactsCache();
    AtomicLong lastId = new AtomicLong();
    return address ->
        new SessionTracker(new SessionId(lastId.incrementAndGet()), address, facts, feed, clock);
  }

  /** Where it listens; the port is the real one if 0 was asked for. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listener.localAddress();
  }

  @Override
  public CompletionStage<List<SessionSnapshot>> sessions() {
    List<CompletableFuture<List<SessionSnapshot>>> parts = new ArrayList<>();
    for (EventExecutor loop : loops) {
      CompletableFuture<List<SessionSnapshot>> part = new CompletableFuture<>();
      loop.execute(() -> part.complete(sessionsOf(loop)));
      parts.add(part);
    }
    return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
        .thenApply(all -> parts.stream().flatMap(part -> part.join().stream()).toList());
  }

  /**
   * Reads certificates, keys and authorities again; sessions that are open keep what they have.
   *
   * @throws IOException if something cannot be used; then all is as before
   */
  public void reloadTls() throws IOException {
    tls.reload();
  }

  /** Takes no new sessions; ends the others as they become idle, and all at the deadline. */
  public void drain(Duration deadline) {
    listener.close().syncUninterruptibly();
    log.info("drain: {} sessions are open, deadline {}", acceptor.sessions().size(), deadline);
    CountDownLatch drained = new CountDownLatch(1);
    Future<?> steps =
        loops
            .next()
            .scheduleAtFixedRate(
                () -> drainOnce(drained), 0, DRAIN_STEP.toMillis(), TimeUnit.MILLISECONDS);
    boolean isDrained = awaits(drained, deadline);
    steps.cancel(false);
    if (!isDrained) {
      log.warn("drain: {} sessions are ended at the deadline", acceptor.sessions().size());
      onLoops(RelaySession::end);
    }
  }

  @Override
  public void close() {
    tls.close();
    listener.close().syncUninterruptibly();
    onLoops(RelaySession::end);
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private List<SessionSnapshot> sessionsOf(EventExecutor loop) {
    return acceptor.sessions().stream()
        .filter(session -> session.loop() == loop)
        .map(session -> session.tracker().snapshot())
        .toList();
  }

  private void onLoops(Consumer<RelaySession> action) {
    acceptor.sessions().forEach(session -> session.loop().execute(() -> action.accept(session)));
  }

  private void drainOnce(CountDownLatch drained) {
    onLoops(RelaySession::endIfIdle);
    if (acceptor.sessions().isEmpty()) {
      drained.countDown();
    }
  }

  private static boolean awaits(CountDownLatch latch, Duration deadline) {
    try {
      return latch.await(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Channel listen(
      InetSocketAddress address, Transport transport, EventLoopGroup loops, ClientAcceptor acceptor)
      throws IOException {
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loops)
            .channel(transport.serverChannel())
            .option(ChannelOption.SO_BACKLOG, 1024)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, ClientAcceptor.WATER_MARKS)
            .childHandler(acceptor)
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      loops.shutdownGracefully().syncUninterruptibly();
      throw new IOException(
          "proxy.listen: "
              + address
              + " (expected: an address that is free): "
              + bound.cause().getMessage(),
          bound.cause());
    }
    return bound.channel();
  }
}
