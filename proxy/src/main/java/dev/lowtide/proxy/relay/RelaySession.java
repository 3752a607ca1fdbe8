package dev.lowtide.proxy.relay;

import dev.lowtide.proxy.frame.PacketHeader;
import dev.lowtide.proxy.hold.HoldDesk;
import dev.lowtide.proxy.protocol.ErrPacket;
import dev.lowtide.proxy.relay.ReadInterest.Objection;
import dev.lowtide.proxy.session.SessionTracker;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's channel and its backend's, on one event loop, from dialling to the end of both.
 *
 * <p>The backend is dialled before the client hears a word, because the greeting that it hears is
 * the backend's own. Confined to that event loop.
 */
public final class RelaySession {

  /** A client that does not take its last bytes in this time does not get them. */
  private static final long LAST_FLUSH_SECONDS = 5;

  private static final Logger log = LoggerFactory.getLogger(RelaySession.class);

  private final Channel client;
  private final SessionTracker tracker;
  private final RelaySettings settings;
  private final RelayMetrics metrics;
  private final ClientHandler clientHandler;
  private final ReadInterest clientReads;
  private final Consumer<RelaySession> onEnded;

  private @Nullable Channel backend;
  private @Nullable ReadInterest backendReads;
  private boolean isGreeted;
  private boolean isPumpingAfterReply;
  private @Nullable Future<?> watchdog;
  private boolean isCountedOpaque;

  /** The last word is on its way to the client. */
  private boolean isEnding;

  private boolean isEnded;

  RelaySession(
      Channel client,
      SessionTracker tracker,
      RelaySettings settings,
      RelayMetrics metrics,
      HoldDesk holds,
      Consumer<RelaySession> onEnded) {
    this.client = client;
    this.tracker = tracker;
    this.settings = settings;
    this.metrics = metrics;
    this.onEnded = onEnded;
    this.clientReads = new ReadInterest(client);
    this.clientHandler = new ClientHandler(this, holds);
  }

  /** Dials the backend. */
  void start(Transport transport) {
    client.pipeline().addLast(clientHandler);
    watchdog =
        loop()
            .schedule(
                this::endUnlessKnown, settings.loginTimeout().toMillis(), TimeUnit.MILLISECONDS);
    new Bootstrap()
        .group(loop())
        .channel(transport.channel())
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) settings.dialTimeout().toMillis())
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.SO_KEEPALIVE, true)
        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, ClientAcceptor.WATER_MARKS)
        .handler(new BackendHandler(this))
        .connect(settings.backend())
        .addListener((ChannelFuture dialled) -> onDialled(dialled));
  }

  public EventLoop loop() {
    return client.eventLoop();
  }

  /** What is known of the conversation; to be asked on the session's loop. */
  public SessionTracker tracker() {
    return tracker;
  }

  /** Ends the session if that loses nothing, telling the client as the server would. */
  public void endIfIdle() {
    if (tracker.isIdle() && !clientHandler.isKeepingBack() && !isEnding) {
      end(ErrPacket.shutdown());
    }
  }

  /** Ends the session, whatever it is doing. */
  public void end() {
    if (isEnded) {
      return;
    }
    isEnded = true;
    if (watchdog != null) {
      watchdog.cancel(false);
    }
    tracker.onClosed();
    client.close();
    if (backend != null) {
      backend.close();
    }
    onEnded.accept(this);
  }

  /** Ends the session with a last word to the client. */
  void end(ErrPacket error) {
    ByteBuf payload = client.alloc().buffer();
    error.write(payload, isGreeted);
    ByteBuf header = client.alloc().buffer(PacketHeader.BYTES);
    PacketHeader.write(header, payload.readableBytes(), 0);
    endWhenFlushed(Unpooled.wrappedBuffer(header, payload));
  }

  RelayMetrics metrics() {
    return metrics;
  }

  /** Whether the greeting has gone to the client, so that its bytes may go to the backend. */
  boolean isGreeted() {
    return isGreeted;
  }

  void onGreeted() {
    isGreeted = true;
    clientHandler.pump();
    flushBackend();
  }

  void writeToBackend(ByteBuf bytes) {
    write(backend, bytes);
  }

  void writeToClient(ByteBuf bytes) {
    write(client, bytes);
  }

  /** Counts the session once if nothing of it can be followed any more. */
  void countIfOpaque() {
    if (tracker.isOpaque() && !isCountedOpaque) {
      isCountedOpaque = true;
      metrics.sessionsOpaque.inc();
    }
  }

  void flushBackend() {
    if (backend != null) {
      backend.flush();
    }
  }

  void flushClient() {
    client.flush();
  }

  void onClientWritability(boolean isWritable) {
    if (backendReads != null) {
      backendReads.set(Objection.PEER_IS_FULL, !isWritable);
    }
  }

  void onBackendWritability(boolean isWritable) {
    clientReads.set(Objection.PEER_IS_FULL, !isWritable);
  }

  void setInboxFull(boolean isFull) {
    clientReads.set(Objection.INBOX_IS_FULL, isFull);
  }

  /** The client's next statement waits for the replies to those before it. */
  void pumpAfterReply() {
    isPumpingAfterReply = true;
  }

  void onReplyBytes() {
    countIfOpaque();
    if (isPumpingAfterReply && !tracker.isAwaitingReply()) {
      isPumpingAfterReply = false;
      clientHandler.pump();
      flushBackend();
    }
  }

  /** Both legs speak TLS from here on. The request for it is on its way to the backend already. */
  void startTls(@Nullable ByteBuf firstRecords) {
    Channel to = backend;
    if (to == null) {
      return;
    }
    to.flush();
    SslHandler backendTls =
        settings
            .tls()
            .backend()
            .newHandler(
                to.alloc(), settings.backend().getHostString(), settings.backend().getPort());
    to.pipeline().addFirst(backendTls);
    backendTls.handshakeFuture().addListener(this::onBackendTls);
    client.pipeline().addFirst(settings.tls().clients().newHandler(client.alloc()));
    tracker.onEncrypted();
    if (firstRecords != null) {
      client.pipeline().fireChannelRead(firstRecords).fireChannelReadComplete();
    }
  }

  /** The client's end is the session's: a backend session must not outlive its client. */
  void onClientClosed() {
    end();
  }

  /** What the backend said last still goes to the client. */
  void onBackendClosed() {
    if (isEnded) {
      return;
    }
    tracker.onClosed();
    endWhenFlushed(Unpooled.EMPTY_BUFFER);
  }

  /** Resets are everyday life; anything else deserves to be seen. */
  void onFailure(Channel leg, Throwable cause) {
    if (cause instanceof IOException) {
      log.debug("session={} {} failed: {}", tracker.id(), leg, cause.toString());
    } else {
      log.warn("session={} {} failed: {}", tracker.id(), leg, cause.toString());
    }
    leg.close();
  }

  private void onDialled(ChannelFuture dialled) {
    if (!dialled.isSuccess()) {
      metrics.dialsFailed.inc();
      log.warn(
          "session={} backend={} cannot be reached: {}",
          tracker.id(),
          settings.backend(),
          dialled.cause().toString());
      end(
          ErrPacket.cannotConnect(
              "Lowtide cannot connect to its backend "
                  + settings.backend()
                  + ": "
                  + dialled.cause().getMessage()));
    } else if (isEnded) {
      dialled.channel().close();
    } else {
      backend = dialled.channel();
      backendReads = new ReadInterest(backend);
    }
  }

  private void onBackendTls(Future<? super Channel> handshake) {
    if (!handshake.isSuccess()) {
      log.warn(
          "session={} no TLS with the backend: {}", tracker.id(), handshake.cause().toString());
      end();
    }
  }

  private void endUnlessKnown() {
    if (!isEnded && tracker.isLoggingIn()) {
      log.info(
          "session={} ended: not authenticated within {}", tracker.id(), settings.loginTimeout());
      end();
    }
  }

  private void endWhenFlushed(ByteBuf lastBytes) {
    isEnding = true;
    client.writeAndFlush(lastBytes).addListener(flushed -> end());
    if (!isEnded) {
      loop().schedule(() -> end(), LAST_FLUSH_SECONDS, TimeUnit.SECONDS);
    }
  }

  private static void write(@Nullable Channel channel, ByteBuf bytes) {
    if (channel == null) {
      bytes.release();
    } else {
      channel.write(bytes, channel.voidPromise());
    }
  }
}
