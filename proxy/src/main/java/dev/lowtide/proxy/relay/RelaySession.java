package dev.lowtide.proxy.relay;

import dev.lowtide.proxy.hold.Hold;
import dev.lowtide.proxy.hold.HoldDesk;
import dev.lowtide.proxy.protocol.ErrPacket;
import dev.lowtide.proxy.relay.ReadInterest.Objection;
import dev.lowtide.proxy.session.SessionTracker;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
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

  private static final Logger log = LoggerFactory.getLogger(RelaySession.class);

  /**
   * What the packet after a client's command is numbered; that of a client which has not sent its
   * next command yet is 0.
   */
  private static final int FIRST_REPLY = 1;

  private final SocketChannel client;
  private final SessionTracker tracker;
  private final RelaySettings settings;
  private final RelayMetrics metrics;
  private final LoginSteps login;
  private final ClientHandler clientHandler;
  private final ReadInterest clientReads;
  private final LastWord lastWord;
  private final Consumer<RelaySession> onEnded;

  private @Nullable Future<Channel> dialled;
  private @Nullable Channel backend;
  private @Nullable BackendHandler backendHandler;
  private @Nullable ReadInterest backendReads;
  private boolean isGreeted;
  private boolean isPumpingAfterReply;
  private @Nullable Future<?> greetingTimer;
  private @Nullable Future<?> loginTimer;
  private boolean isCountedOpaque;
  private boolean isEnded;

  RelaySession(
      SocketChannel client,
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
    this.lastWord = new LastWord(client, this::end);
    this.login = new LoginSteps(this, client, settings.tls());
    this.clientHandler = new ClientHandler(this, holds);
  }

  /** Dials the backend. */
  void start(BackendDialler dialler, ClientOrigin origin) {
    client.pipeline().addLast(clientHandler);
    greetingTimer = in(settings.dialTimeout(), this::endUnlessGreeted);
    loginTimer = in(settings.loginTimeout(), this::endUnlessKnown);
    dialled = dialler.dial(loop(), settings, origin, this::newBackendHandler);
    dialled.addListener(this::onDialled);
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
    if (tracker.isIdle() && !clientHandler.isKeepingBack() && isBetweenPackets() && !isEnding()) {
      end(ErrPacket.shutdown(), FIRST_REPLY);
    }
  }

  /**
   * Ends the session although that may lose something. The client is told where it can hear it, and
   * nothing is put into a reply that has begun.
   */
  public void endTelling(ErrPacket why) {
    if (!isEnding() && !isGreeted) {
      end(why);
    } else if (!isEnding() && tracker.isReplyNotBegun() && isBetweenPackets()) {
      end(why, FIRST_REPLY);
    } else {
      end();
    }
  }

  /** Ends the session, whatever it is doing. */
  public void end() {
    if (isEnded) {
      return;
    }
    isEnded = true;
    cancel(greetingTimer);
    cancel(loginTimer);
    cancel(dialled);
    tracker.onClosed();
    client.close();
    closeBackend();
    onEnded.accept(this);
  }

  /** Ends the session with a last word to a client that has not heard one before. */
  void end(ErrPacket error) {
    end(error, 0);
  }

  void end(ErrPacket error, int sequenceId) {
    if (!isEnding()) {
      lastWord.say(error, sequenceId, isGreeted);
      closeBackend();
    }
  }

  Channel client() {
    return client;
  }

  /** Where the backend sees its clients come from. */
  String hostAtBackend() {
    return backend().localAddress() instanceof InetSocketAddress local
        ? local.getAddress().getHostAddress()
        : "localhost";
  }

  RelayMetrics metrics() {
    return metrics;
  }

  LoginSteps login() {
    return login;
  }

  BackendAddress backendAddress() {
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

  /** Whether what comes from either side is of no use any more. */
  boolean isEnding() {
    return lastWord.isBegun();
  }

  void onGreeted() {
    isGreeted = true;
    cancel(greetingTimer);
    clientHandler.pump();
    flushBackend();
  }

  void writeToBackend(ByteBuf bytes) {
    write(backend, bytes);
  }

  /** Nothing goes behind the last word. */
  void writeToClient(ByteBuf bytes) {
    write(isEnding() ? null : client, bytes);
  }

  /** Counts the session once if nothing of it can be followed any more. */
  void countIfOpaque() {
    if (tracker.isOpaque() && !isCountedOpaque) {
      isCountedOpaque = true;
      metrics.sessionsOpaque.inc();
      clientHandler.onOpaque();
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

  /** Shows the session to a hold. */
  void look(Hold hold) {
    clientHandler.look(hold);
  }

  /** The client's next statement, or a hold, waits for the replies to what was sent. */
  void pumpAfterReply() {
    isPumpingAfterReply = true;
  }

  void onReplyBytes() {
    countIfOpaque();
    if (isPumpingAfterReply && !tracker.isAwaitingReply()) {
      isPumpingAfterReply = false;
      clientHandler.onReplied();
      flushBackend();
    }
  }

  /** Both sides have agreed to compress all that comes from here on. */
  void onCompressed() {
    lastWord.onCompressed();
  }

  void onHandshakeTooLarge(int length, int sequenceId) {
    log.warn("session={} ended: a handshake of {} bytes", tracker.id(), length);
    lastWord.sayAndHearOut(ErrPacket.badHandshake(), sequenceId + 1);
    closeBackend();
  }

  /** The client's end is the session's: a backend session must not outlive its client. */
  void onClientClosed() {
    end();
  }

  /** What the backend said last still goes to the client. */
  void onBackendClosed() {
    if (isEnding() || isEnded || login.isAboutToRefuse()) {
      return;
    }
    if (!isGreeted) {
      endUnreachable("it hung up before its greeting");
      return;
    }
    tracker.onClosed();
    lastWord.sayNothingMore();
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

  private ChannelHandler newBackendHandler() {
    backendHandler = new BackendHandler(this);
    return backendHandler;
  }

  private void onDialled(Future<? super Channel> dialled) {
    if (dialled.isSuccess()) {
      backend = (Channel) dialled.getNow();
      backendReads = new ReadInterest(backend);
    } else if (!dialled.isCancelled()) {
      endUnreachable(String.valueOf(dialled.cause().getMessage()));
    }
  }

  private void endUnlessGreeted() {
    if (!isGreeted && !isEnding()) {
      endUnreachable("no greeting within " + settings.dialTimeout());
    }
  }

  private void endUnreachable(String why) {
    metrics.dialsFailed.inc();
    log.warn("session={} backend={} cannot be reached: {}", tracker.id(), settings.backend(), why);
    end(
        ErrPacket.cannotConnect(
            "Lowtide cannot connect to its backend " + settings.backend() + ": " + why));
  }

  private void endUnlessKnown() {
    if (!isEnding() && tracker.isLoggingIn()) {
      log.info(
          "session={} ended: not authenticated within {}", tracker.id(), settings.loginTimeout());
      end();
    }
  }

  private boolean isBetweenPackets() {
    return backendHandler != null && backendHandler.isBetweenPackets();
  }

  private void closeBackend() {
    if (backend != null) {
      backend.close();
    }
  }

  private Future<?> in(Duration delay, Runnable action) {
    return loop().schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void cancel(@Nullable Future<?> future) {
    if (future != null) {
      future.cancel(false);
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
