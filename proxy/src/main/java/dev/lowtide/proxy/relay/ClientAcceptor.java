package dev.lowtide.proxy.relay;

import dev.lowtide.proxy.activity.ActivityFeed;
import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.proxy.activity.SessionId;
import dev.lowtide.proxy.hold.HoldDesk;
import dev.lowtide.proxy.protocol.ErrPacket;
import dev.lowtide.proxy.session.SessionTracker;
import dev.lowtide.proxy.sql.FactsCache;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a session of every client that may have one, and knows those that live. Any thread. */
public final class ClientAcceptor extends ChannelInitializer<SocketChannel> {

  /** Small, so that a slow reader costs little: with the socket's own buffers it is plenty. */
  public static final WriteBufferWaterMark WATER_MARKS =
      new WriteBufferWaterMark(32 * 1024, 64 * 1024);

  private static final Logger log = LoggerFactory.getLogger(ClientAcceptor.class);

  private final Transport transport;
  private final RelaySettings settings;
  private final RelayMetrics metrics;
  private final HoldDesk holds;
  private final ActivityFeed feed;
  private final NanoClock clock;
  private final FactsCache facts = new FactsCache();
  private final AtomicLong lastId = new AtomicLong();
  private final Map<SessionId, RelaySession> sessions = new ConcurrentHashMap<>();

  public ClientAcceptor(
      Transport transport,
      RelaySettings settings,
      RelayMetrics metrics,
      HoldDesk holds,
      ActivityFeed feed,
      NanoClock clock) {
    this.transport = transport;
    this.settings = settings;
    this.metrics = metrics;
    this.holds = holds;
    this.feed = feed;
    this.clock = clock;
  }

  public Collection<RelaySession> sessions() {
    return sessions.values();
  }

  @Override
  protected void initChannel(SocketChannel client) {
    InetSocketAddress address = client.remoteAddress();
    if (!settings.clients().contains(address)) {
      metrics.sessionsRefused.inc();
      log.warn("client={} refused: not from one of the client networks", address);
      client.close();
      return;
    }
    metrics.sessionsOpened.inc();
    SessionId id = new SessionId(lastId.incrementAndGet());
    RelaySession session = open(client, id, address);
    if (sessions.size() >= settings.sessionsMax()) {
      metrics.sessionsRefused.inc();
      log.warn("client={} refused: {} sessions are open", address, settings.sessionsMax());
      session.end(ErrPacket.tooManyConnections());
    } else {
      sessions.put(id, session);
      session.start(transport);
    }
  }

  private RelaySession open(SocketChannel client, SessionId id, InetSocketAddress address) {
    String from = address.getAddress().getHostAddress() + ":" + address.getPort();
    return new RelaySession(
        client,
        new SessionTracker(id, from, facts, feed, clock),
        settings,
        metrics,
        holds,
        clock,
        () -> sessions.remove(id));
  }
}
