package dev.lowtide.proxy.relay;

import dev.lowtide.proxy.hold.HoldDesk;
import dev.lowtide.proxy.protocol.ErrPacket;
import dev.lowtide.proxy.relay.ReadInterest.Objection;
import dev.lowtide.proxy.session.SessionTracker;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.Objects;
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
  private final LoginSteps login;
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
    this.login = new LoginSteps(this, client, settings.tls());
    this.clientHandler = new ClientHandler(this, holds);
  }

  /** Dials the backend. */
  void start(Transport transport) {
    client.pipeline().addLast(clientHandler);
    watchdog =
        loop()
            .schedule(
                this::endUnlessKnown, settings.loginTimeout().toMillis(), TimeUnit.MILLISECONDS);
    Dialling.begin(loop(), transport, settings, new BackendHandler(this))
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
    end(error, 0);
  }

  void end(ErrPacket error, int sequenceId) {
    endWhenFlushed(LastWord.packet(client.alloc(), error, isGreeted, sequenceId));
  }

  RelayMetrics metrics() {
    return metrics;
  }

  LoginSteps login() {
    return login;
  }

  SocketAddress backendAddress() {
    return settings.backend();
  }

  /** The backend's channel, which there is as soon as it has greeted. */
  Channel backend() {
    return Objects.requireNonNull(backend);
  }

  boolean isEnded() {
    return isEnded;
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

  /** The client's end is the session's: a backend session must not outlive its client. */
  void onClientClosed() {
    end();
  }

  /** What the backend said last still goes to the client. */
  void onBackendClosed() {
    if (isEnded || login.isAboutToRefuse()) {
      return;
    }
    tracker.onClosed();
    endWhenFlushed(Unpooled.EMPTY_BUFFER);
  }

  /** Resets are everyday life; anything else deserves to be seen. */
  void onFailure(Channel leg, Throwable cause) {
    if (cause instanceof IOException || isEnded || login.isAboutToRefuse()) {
      log.debug("session={} {} failed: {}", tracker.id(), leg, cause.toString());
    } else {
      log.warn("session={} {} failed: {}", tracker.id(), leg, cause.toString());
    }
    leg.close();
  }

  private void onDialled(ChannelFuture dialled) {
    if (!dialled.isSuccess()) {
      metrics.dialsFailed.inc();
      String why = dialled.cause().toString();
      log.warn(
          "session={} backend={} cannot be reached: {}", tracker.id(), settings.backend(), why);
      end(Dialling.error(settings, dialled.cause()));
    } else if (isEnded) {
      dialled.channel().close();
    } else {
      backend = dialled.channel();
      backendReads = new ReadInterest(backend);
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
