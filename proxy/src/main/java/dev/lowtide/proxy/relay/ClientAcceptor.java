package dev.lowtide.proxy.relay;

import dev.lowtide.proxy.hold.HoldDesk;
import dev.lowtide.proxy.protocol.ErrPacket;
import dev.lowtide.proxy.session.SessionTracker;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a session of every client that may have one, and knows those that live. Any thread. */
public final class ClientAcceptor extends ChannelInitializer<SocketChannel> {

  /** Small, so that a slow reader costs little: with the socket's own buffers it is plenty. */
  public static final WriteBufferWaterMark WATER_MARKS =
      new WriteBufferWaterMark(32 * 1024, 64 * 1024);

  /**
   * One read at the most. Reading stops only after the read that passed the upper water mark, so a
   * session that is not read from keeps up to both together, 96 KiB.
   */
  private static final int READ_BYTES_MAX = 32 * 1024;

  private static final Logger log = LoggerFactory.getLogger(ClientAcceptor.class);

  private final BackendDialler dialler;
  private final RelayMetrics metrics;
  private final HoldDesk holds;
  private final Function<String, SessionTracker> trackers;
  private final LiveSessions sessions = new LiveSessions();

  /** Written by whoever applies new ones; each session reads them once. */
  private volatile RelaySettings settings;

  /** The function makes the tracker of a client, given its address. */
  public ClientAcceptor(
      BackendDialler dialler,
      RelaySettings settings,
      RelayMetrics metrics,
      HoldDesk holds,
      Function<String, SessionTracker> trackers) {
    this.dialler = dialler;
    this.settings = settings;
    this.metrics = metrics;
    this.holds = holds;
    this.trackers = trackers;
  }

  /** How much is read at once: as much as came lately, within limits. For both legs. */
  public static RecvByteBufAllocator readSizes() {
    return new AdaptiveRecvByteBufAllocator(512, 2048, READ_BYTES_MAX);
  }

  public LiveSessions sessions() {
    return sessions;
  }

  /** Sessions that begin from now on have these; the others keep what they have. */
  public void apply(RelaySettings newSettings) {
    settings = newSettings;
  }

  @Override
  protected void initChannel(SocketChannel client) {
    RelaySettings now = settings;
    ClientOrigin peer = ClientOrigin.direct(client.remoteAddress(), client.localAddress());
    if (now.proxyProtocol().from().contains(peer.address())) {
      ProxyHeaderReader.install(client, peer, origin -> admit(client, origin, now));
    } else {
      admit(client, peer, now);
    }
  }

  private void admit(SocketChannel client, ClientOrigin origin, RelaySettings now) {
    if (!client.parent().isOpen()) {
      log.debug("client={} refused: nobody listens any more", origin);
      client.close();
    } else if (!origin.isBalancer() && !now.clients().contains(origin.address())) {
      metrics.sessionsRefused.inc();
      log.warn("client={} refused: not from one of the client networks", origin);
      client.close();
    } else {
      begin(client, origin, now);
    }
  }

  private void begin(SocketChannel client, ClientOrigin origin, RelaySettings now) {
    RelaySession session =
        new RelaySession(
            client, trackers.apply(origin.toString()), now, metrics, holds, sessions::remove);
    sessions.add(session);
    if (sessions.size() > now.sessionsMax()) {
      metrics.sessionsRefused.inc();
      log.warn("client={} refused: {} sessions are open", origin, now.sessionsMax());
      session.end(ErrPacket.tooManyConnections());
    } else {
      metrics.sessionsOpened.inc();
      session.start(dialler, origin);
    }
  }
}
