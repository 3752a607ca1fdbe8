package dev.lowtide.proxy;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import dev.lowtide.proxy.activity.ActivityFeed;
import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.proxy.activity.SessionId;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.SessionSource;
import dev.lowtide.proxy.activity.TransactionId;
import dev.lowtide.proxy.hold.Ending;
import dev.lowtide.proxy.hold.HoldDesk;
import dev.lowtide.proxy.hold.SessionControl;
import dev.lowtide.proxy.protocol.ErrPacket;
import dev.lowtide.proxy.relay.BackendDialler;
import dev.lowtide.proxy.relay.BackendNames;
import dev.lowtide.proxy.relay.ClientAcceptor;
import dev.lowtide.proxy.relay.HoldLookout;
import dev.lowtide.proxy.relay.RelayMetrics;
import dev.lowtide.proxy.relay.RelaySession;
import dev.lowtide.proxy.relay.RelaySettings;
import dev.lowtide.proxy.relay.Transport;
import dev.lowtide.proxy.session.SessionTracker;
import dev.lowtide.proxy.sql.ClosedSchemas;
import dev.lowtide.proxy.sql.FactsCache;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The proxy: listens, drains, closes. Safe for any thread. */
public final class ProxyServer implements SessionSource, SessionControl, AutoCloseable {

  /** How often a drain looks whether more sessions have become idle. */
  private static final Duration DRAIN_STEP = Duration.ofMillis(20);

  /** Sessions that are told why they end are ended when they have heard it, or after this. */
  private static final Duration LAST_WORDS = Duration.ofMillis(500);

  /** One name is looked up at a time; the other is for a new one while the old one hangs. */
  private static final int LOOKUPS_MAX = 2;

  private static final Logger log = LoggerFactory.getLogger(ProxyServer.class);

  private final EventLoopGroup loops;
  private final ExecutorService lookups;
  private final ClientAcceptor acceptor;
  private final Channel listener;
  private final Clock clock;
  private volatile TlsReload tls;

  private ProxyServer(
      EventLoopGroup loops,
      ExecutorService lookups,
      ClientAcceptor acceptor,
      Channel listener,
      TlsReload tls,
      Clock clock) {
    this.loops = loops;
    this.lookups = lookups;
    this.acceptor = acceptor;
    this.listener = listener;
    this.tls = tls;
    this.clock = clock;
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
    RelaySettings settings = settings(config, tls);
    Transport transport = Transport.best();
    ExecutorService lookups =
        Executors.newFixedThreadPool(LOOKUPS_MAX, new DefaultThreadFactory("lowtide-lookup", true));
    ClientAcceptor acceptor =
        new ClientAcceptor(
            new BackendDialler(transport, new BackendNames(lookups, BackendNames::lookUp)),
            settings,
            new RelayMetrics(metrics, holds),
            holds,
            trackers(new ClosedSchemas(config.closedSchemas()), feed, nanoClock));
    EventLoopGroup loops =
        new MultiThreadIoEventLoopGroup(
            config.eventLoops(), new DefaultThreadFactory("lowtide-relay"), transport.ioHandlers());
    holds.attach(new HoldLookout(loops, acceptor.sessions()));
    Channel listener = listen(config.listen(), transport, loops, acceptor);
    tls.start();
    metrics.gauge("proxy.sessions", () -> (Gauge<Integer>) () -> acceptor.sessions().size());
    metrics.gauge("proxy.memory.direct", () -> (Gauge<Long>) ProxyServer::directMemory);
    log.info(
        "proxy listens on {} for backend {} transport={} eventLoops={}",
        listener.localAddress(),
        config.backend(),
        transport,
        config.eventLoops());
    ProxyServer server = new ProxyServer(loops, lookups, acceptor, listener, tls, clock);
    metrics.gauge("proxy.tls.certificate.notAfter", () -> (Gauge<Long>) server::certificateEnd);
    return server;
  }

  /** Seconds since 1970, so that an alarm can go off before the certificate ends; 0 if none. */
  private long certificateEnd() {
    Instant notAfter = tls.notAfter();
    return notAfter == null ? 0 : notAfter.getEpochSecond();
  }

  /**
   * Applies another configuration to sessions that begin from now on, all of it or nothing. Where
   * it listens and how many event loops there are stays as it is.
   *
   * @throws IOException if a file of TLS cannot be used
   */
  public synchronized void apply(ProxyConfig config) throws IOException {
    TlsReload next = new TlsReload(config, clock);
    acceptor.apply(settings(config, next));
    next.start();
    tls.close();
    tls = next;
  }

  private static RelaySettings settings(ProxyConfig config, TlsReload tls) {
    return new RelaySettings(
        config.backend(),
        config.clients(),
        config.proxyProtocol().protocol(),
        config.sessionsMax(),
        config.dialTimeout(),
        config.loginTimeout(),
        tls.legs());
  }

  /** Bytes that sessions' buffers were cut from, in use or kept for the next. */
  private static long directMemory() {
    return ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider allocator
        ? allocator.metric().usedDirectMemory()
        : 0;
  }

  private static Function<String, SessionTracker> trackers(
      ClosedSchemas closed, ActivityFeed feed, NanoClock clock) {
    FactsCache facts = new FactsCache(closed);
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
    return acceptor.sessions().ask(session -> session.tracker().snapshot());
  }

  @Override
  public CompletionStage<Ending> end(TransactionId transaction) {
    return new SessionEnder(acceptor.sessions()).end(transaction);
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
    Future<?> steps = everyStep(() -> acceptor.sessions().onEach(RelaySession::endIfIdle));
    boolean isDrained = isEmptyWithin(deadline);
    steps.cancel(false);
    if (!isDrained) {
      log.warn("drain: {} sessions are ended at the deadline", acceptor.sessions().size());
      acceptor.sessions().onEach(session -> session.endTelling(ErrPacket.shutdown()));
      isEmptyWithin(LAST_WORDS);
    }
  }

  @Override
  public void close() {
    tls.close();
    listener.close().syncUninterruptibly();
    acceptor.sessions().onEach(RelaySession::end);
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    lookups.shutdownNow();
  }

  private boolean isEmptyWithin(Duration patience) {
    CountDownLatch empty = new CountDownLatch(1);
    Future<?> steps =
        everyStep(
            () -> {
              if (acceptor.sessions().size() == 0) {
                empty.countDown();
              }
            });
    try {
      return empty.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      steps.cancel(false);
    }
  }

  private Future<?> everyStep(Runnable action) {
    return loops
        .next()
        .scheduleAtFixedRate(action, 0, DRAIN_STEP.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Channel listen(
      InetSocketAddress address, Transport transport, EventLoopGroup loops, ClientAcceptor acceptor)
      throws IOException {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(transport.serverChannel())
            .option(ChannelOption.SO_BACKLOG, 1024)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, ClientAcceptor.WATER_MARKS)
            .childOption(ChannelOption.RECVBUF_ALLOCATOR, ClientAcceptor.readSizes())
            .childHandler(acceptor);
    transport.setTcpOptions(bootstrap::childOption);
    ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
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
