package dev.lowtide.proxy.session;

import dev.lowtide.proxy.activity.ActivityEvent;
import dev.lowtide.proxy.activity.ActivityFeed;
import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.proxy.activity.SessionId;
import dev.lowtide.proxy.activity.SessionPhase;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.SessionSnapshot.CommandSnapshot;
import dev.lowtide.proxy.frame.PayloadHead;
import dev.lowtide.proxy.frame.PayloadSink;
import dev.lowtide.proxy.hold.StatementBoundary;
import dev.lowtide.proxy.protocol.Capabilities;
import dev.lowtide.proxy.protocol.Capability;
import dev.lowtide.proxy.protocol.Command;
import dev.lowtide.proxy.protocol.Greeting;
import dev.lowtide.proxy.protocol.HandshakeResponse;
import dev.lowtide.proxy.protocol.MalformedPacketException;
import dev.lowtide.proxy.protocol.PacketType;
import dev.lowtide.proxy.protocol.PayloadReader;
import dev.lowtide.proxy.protocol.PrepareOk;
import dev.lowtide.proxy.protocol.ReplyShape;
import dev.lowtide.proxy.sql.FactsCache;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session's conversation, as both sides' packets tell it.
 *
 * <pre>
 * CONNECTING ─ greeting ─► AUTHENTICATING ─ OK ─► READY ⇄ commands in flight
 *                                                  └─ COM_BINLOG_DUMP ─► STREAMING
 * anything not understood ─► OPAQUE          either side's end ─► CLOSED
 * </pre>
 *
 * It only watches: a mistake in here costs what we know of the session, never a byte of it.
 * Confined to the session's event loop.
 */
public final class SessionTracker implements PayloadSink {

  /** The observer cannot follow these yet, so the server is not heard offering them. */
  private static final Capabilities MASKED =
      Capabilities.of(
          Capability.CLIENT_COMPRESS,
          Capability.CLIENT_ZSTD_COMPRESSION_ALGORITHM,
          Capability.CLIENT_OPTIONAL_RESULTSET_METADATA);

  /** OK and EOF are shorter, but for the session's state changes, of which this shows the first. */
  private static final int REPLY_HEAD_BYTES = 512;

  private static final Logger log = LoggerFactory.getLogger(SessionTracker.class);

  private final SessionIdentity identity;
  private final ActivityFeed feed;
  private final NanoClock clock;
  private final CommandReader commands;
  private final ReplyTracker reply = new ReplyTracker();
  private final TransactionTracker transaction = new TransactionTracker();
  private final Deque<CommandInFlight> inFlight = new ArrayDeque<>();
  private SessionPhase phase = SessionPhase.CONNECTING;
  private Capabilities offered = Capabilities.NONE;
  private boolean hasHandshakeResponse;
  private boolean isUploading;
  private boolean isHeld;
  private long commandCount;

  public SessionTracker(
      SessionId id, String clientAddress, FactsCache facts, ActivityFeed feed, NanoClock clock) {
    this.identity = new SessionIdentity(id, clientAddress);
    this.commands = new CommandReader(facts);
    this.feed = feed;
    this.clock = clock;
    feed.publish(new ActivityEvent.SessionOpened(id, clock.nanos(), clientAddress));
  }

  public SessionId id() {
    return identity.id();
  }

  /** The server has not yet said whether it takes this client. */
  public boolean isLoggingIn() {
    return phase == SessionPhase.CONNECTING || phase == SessionPhase.AUTHENTICATING;
  }

  /** Nothing of this session is followed any more. */
  public boolean isOpaque() {
    return phase == SessionPhase.OPAQUE;
  }

  /** No command is in flight and no transaction open: ending the session now loses nothing. */
  public boolean isIdle() {
    return phase == SessionPhase.READY
        && inFlight.isEmpty()
        && !transaction.snapshot().state().mayHoldLocks();
  }

  public boolean isAwaitingReply() {
    return !inFlight.isEmpty();
  }

  /** The server's first payload, whole. Capabilities are masked in place. */
  public void onGreeting(ByteBuf payload) {
    if (payload.isReadable() && payload.getUnsignedByte(payload.readerIndex()) == PacketType.ERR) {
      return;
    }
    try {
      Greeting greeting = Greeting.read(payload).mask(payload, MASKED);
      offered = greeting.capabilities();
      identity.onGreeting(greeting.threadId());
      phase = SessionPhase.AUTHENTICATING;
    } catch (RuntimeException e) {
      onFault(e);
    }
  }

  /**
   * The client's first payload, or its second after an SSLRequest, whole. True if it asks for TLS.
   */
  public boolean onHandshakeResponse(PayloadHead head) {
    try {
      HandshakeResponse response = HandshakeResponse.read(new PayloadReader(head.bytes()));
      if (!response.isSslRequest()) {
        onHandshakeResponse(response);
      }
      return response.isSslRequest();
    } catch (RuntimeException e) {
      onFault(e);
      return false;
    }
  }

  private void onHandshakeResponse(HandshakeResponse response) {
    hasHandshakeResponse = true;
    identity.onHandshakeResponse(response);
    if (response.capabilities().hasAny(MASKED)) {
      becomeOpaque("client uses capabilities it was not offered");
    }
    Capabilities agreed = response.capabilities().and(offered);
    commands.onCapabilities(agreed);
    reply.onCapabilities(agreed);
  }

  public void onEncrypted() {
    identity.onEncrypted();
  }

  public boolean isAwaitingHandshakeResponse() {
    return !hasHandshakeResponse && !isOpaque();
  }

  /** How much of the client's next payload must be at hand before it is shown here. */
  public int clientHeadBytes() {
    return isExpectingCommand() ? CommandReader.HEAD_BYTES_MAX : 0;
  }

  /** Whether the client's next payload begins a command, and not a part of an exchange. */
  public boolean isExpectingCommand() {
    return phase == SessionPhase.READY && !isUploading && !isChangingUser();
  }

  /** What a hold must know of the command that this payload begins; null if it is none. */
  public @Nullable StatementBoundary boundary(PayloadHead head) {
    try {
      CommandInFlight command =
          commands.read(head, identity.schema(), reply.status(), clock.nanos());
      return new StatementBoundary(
          command.facts().footprint(),
          transaction.footprint(),
          command.isStatement() && transaction.wouldOpenReadView(command.facts()));
    } catch (MalformedPacketException e) {
      return null;
    }
  }

  public void onHeld(boolean isHeld) {
    this.isHeld = isHeld;
  }

  /** A payload of the client's that is being sent on. */
  public void onClientPayload(PayloadHead head) {
    if (isUploading) {
      isUploading = head.packetLength() > 0;
    } else if (isExpectingCommand()) {
      try {
        onCommand(head);
      } catch (RuntimeException e) {
        onFault(e);
      }
    }
  }

  @Override
  public int headBytes() {
    return REPLY_HEAD_BYTES;
  }

  /** A payload of the server's. */
  @Override
  public void onPayload(PayloadHead head) {
    try {
      switch (phase) {
        case AUTHENTICATING -> onAuthentication(head);
        case READY -> onReply(head);
        case CONNECTING, STREAMING, OPAQUE, CLOSED -> {}
      }
    } catch (RuntimeException e) {
      onFault(e);
    }
  }

  public void onClosed() {
    if (phase != SessionPhase.CLOSED) {
      phase = SessionPhase.CLOSED;
      feed.publish(new ActivityEvent.SessionClosed(identity.id(), clock.nanos()));
    }
  }

  public SessionSnapshot snapshot() {
    CommandInFlight first = inFlight.peek();
    CommandSnapshot command =
        first == null
            ? null
            : new CommandSnapshot(
                first.facts().digest(), first.sinceNanos(), first.facts().footprint());
    return new SessionSnapshot(
        identity.id(),
        phase,
        identity.serverThreadId(),
        identity.user(),
        identity.clientAddress(),
        identity.program(),
        identity.schema(),
        identity.isEncrypted(),
        isHeld,
        commandCount,
        command,
        transaction.snapshot());
  }

  /** From here on the session is relayed blind. */
  public void becomeOpaque(String reason) {
    if (phase == SessionPhase.OPAQUE || phase == SessionPhase.CLOSED) {
      return;
    }
    phase = SessionPhase.OPAQUE;
    inFlight.clear();
    commands.reset();
    log.warn("session={} became opaque: {}", identity.id(), reason);
    feed.publish(new ActivityEvent.SessionBecameOpaque(identity.id(), clock.nanos(), reason));
  }

  private boolean isChangingUser() {
    CommandInFlight last = inFlight.peekLast();
    return last != null && last.command() == Command.COM_CHANGE_USER;
  }

  private void onCommand(PayloadHead head) {
    if (head.sequenceId() != 0) {
      throw new MalformedPacketException(
          "command with sequence id " + head.sequenceId() + " (expected: 0)");
    }
    CommandInFlight command = commands.read(head, identity.schema(), reply.status(), clock.nanos());
    commandCount++;
    switch (command.command().replyShape()) {
      case NONE -> {}
      case UNKNOWN -> becomeOpaque("command " + head.firstByte() + " is not known");
      case STREAM -> phase = SessionPhase.STREAMING;
      case ONE_PAYLOAD, RESULT, PREPARE, ROWS, AUTHENTICATION -> send(command);
    }
  }

  private void send(CommandInFlight command) {
    inFlight.add(command);
    if (inFlight.size() == 1) {
      reply.begin(command.command().replyShape());
    }
  }

  private void onAuthentication(PayloadHead head) {
    if (head.firstByte() == PacketType.OK) {
      reply.begin(ReplyShape.ONE_PAYLOAD);
      reply.onPayload(head);
      phase = SessionPhase.READY;
    }
  }

  private void onReply(PayloadHead head) {
    if (inFlight.isEmpty()) {
      onUnsolicited(head);
      return;
    }
    switch (reply.onPayload(head)) {
      case MORE -> {}
      case UPLOAD -> isUploading = true;
      case DONE -> onReplied(inFlight.remove());
    }
  }

  /** Before it hangs up (killed, idle, shut down) the server may say why without being asked. */
  private void onUnsolicited(PayloadHead head) {
    if (head.firstByte() != PacketType.ERR) {
      throw new MalformedPacketException("a reply without a command");
    }
  }

  private void onReplied(CommandInFlight command) {
    isUploading = false;
    if (reply.isError()) {
      transaction.onError(command.facts(), command.sinceNanos());
    } else {
      onSuccess(command);
    }
    if (command.isStatement()) {
      publishFinished(command);
    }
    CommandInFlight next = inFlight.peek();
    if (next != null) {
      reply.begin(next.command().replyShape());
    }
  }

  private void onSuccess(CommandInFlight command) {
    switch (command.command()) {
      case COM_INIT_DB -> identity.onSchemaChanged(command.schema());
      case COM_STMT_PREPARE -> onPrepared(command, reply.prepared());
      case COM_RESET_CONNECTION -> onReset();
      case COM_CHANGE_USER -> {
        onReset();
        identity.onUserChanged(command.user());
        identity.onSchemaChanged(command.schema());
      }
      default -> {}
    }
    String used = command.facts().schema();
    if (used != null && command.command() == Command.COM_QUERY) {
      identity.onSchemaChanged(used);
    }
    String tracked = reply.schema();
    if (tracked != null) {
      identity.onSchemaChanged(tracked);
    }
    if (command.command() != Command.COM_STMT_PREPARE) {
      transaction.onReply(command.facts(), reply.status(), command.sinceNanos());
    }
  }

  private void onPrepared(CommandInFlight command, @Nullable PrepareOk prepared) {
    if (prepared != null) {
      commands.onPrepared(prepared.statementId(), command.facts());
    }
  }

  private void onReset() {
    commands.reset();
    transaction.reset();
  }

  private void publishFinished(CommandInFlight command) {
    long now = clock.nanos();
    feed.publish(
        new ActivityEvent.StatementFinished(
            identity.id(),
            now,
            command.facts().footprint(),
            Duration.ofNanos(now - command.sinceNanos()),
            reply.isError()));
  }

  /** What the peers say wrong, and what we do wrong, both end the watching and nothing else. */
  private void onFault(RuntimeException fault) {
    if (fault instanceof MalformedPacketException) {
      becomeOpaque(String.valueOf(fault.getMessage()));
    } else {
      log.error("session={} tracker failed", identity.id(), fault);
      becomeOpaque("a fault of ours: " + fault);
    }
  }
}
