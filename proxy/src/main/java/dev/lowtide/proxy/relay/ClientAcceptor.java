package dev.lowtide.proxy.relay;

import dev.lowtide.proxy.hold.HoldDesk;
import dev.lowtide.proxy.protocol.ErrPacket;
import dev.lowtide.proxy.session.SessionTracker;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
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
  private final Function<String, SessionTracker> trackers;
  private final Set<RelaySession> sessions = ConcurrentHashMap.newKeySet();

  /** The function makes the tracker of a client, given its address. */
  public ClientAcceptor(
      Transport transport,
      RelaySettings settings,
      RelayMetrics metrics,
      HoldDesk holds,
      Function<String, SessionTracker> trackers) {
    this.transport = transport;
    this.settings = settings;
    this.metrics = metrics;
    this.holds = holds;
    this.trackers = trackers;
  }

  public Collection<RelaySession> sessions() {
    return sessions;
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
    RelaySession session = open(client, address);
    if (sessions.size() > settings.sessionsMax()) {
      metrics.sessionsRefused.inc();
      log.warn("client={} refused: {} sessions are open", address, settings.sessionsMax());
      session.end(ErrPacket.tooManyConnections());
    } else {
      metrics.sessionsOpened.inc();
      session.start(transport);
    }
  }

  private RelaySession open(SocketChannel client, InetSocketAddress address) {
    String from = address.getAddress().getHostAddress() + ":" + address.getPort();
    RelaySession session =
        new RelaySession(client, trackers.apply(from), settings, metrics, holds, sessions::remove);
    sessions.add(session);
    return session;
  }
}
