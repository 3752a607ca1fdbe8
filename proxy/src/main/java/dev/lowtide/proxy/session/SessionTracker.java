package dev.lowtide.proxy.session;

import dev.lowtide.proxy.activity.ActivityEvent;
import dev.lowtide.proxy.activity.ActivityFeed;
import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.proxy.activity.SessionId;
import dev.lowtide.proxy.activity.SessionPhase;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.frame.Compression;
import dev.lowtide.proxy.frame.PayloadHead;
import dev.lowtide.proxy.frame.PayloadSink;
import dev.lowtide.proxy.hold.Hold;
import dev.lowtide.proxy.hold.StatementBoundary;
import dev.lowtide.proxy.protocol.Capabilities;
import dev.lowtide.proxy.protocol.Capability;
import dev.lowtide.proxy.protocol.Greeting;
import dev.lowtide.proxy.protocol.HandshakeResponse;
import dev.lowtide.proxy.protocol.MalformedPacketException;
import dev.lowtide.proxy.protocol.PacketType;
import dev.lowtide.proxy.sql.ClosedSchemas;
import dev.lowtide.proxy.sql.FactsCache;
import io.netty.buffer.ByteBuf;
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

  /**
   * What MariaDB's servers may offer that we cannot follow, and so are not heard offering: several
   * commands in one payload, and whatever comes to be behind the flags that we know.
   */
  private static final Capabilities MASKED =
      new Capabilities(-1L << 32)
          .without(
              Capabilities.of(
                  Capability.MARIADB_CLIENT_PROGRESS,
                  Capability.MARIADB_CLIENT_STMT_BULK_OPERATIONS,
                  Capability.MARIADB_CLIENT_EXTENDED_METADATA,
                  Capability.MARIADB_CLIENT_CACHE_METADATA,
                  Capability.MARIADB_CLIENT_BULK_UNIT_RESULTS));

  /** OK and EOF are shorter, but for the session's state changes, of which this shows the first. */
  private static final int REPLY_HEAD_BYTES = 512;

  private static final Logger log = LoggerFactory.getLogger(SessionTracker.class);

  private final SessionIdentity identity;
  private final ActivityFeed feed;
  private final NanoClock clock;
  private final CommandTracker commands;
  private final ClosedSchemas closed;
  private SessionPhase phase = SessionPhase.CONNECTING;
  private Capabilities offered = Capabilities.NONE;
  private boolean hasHandshakeResponse;
  private @Nullable Compression compression;
  private boolean isHeld;

  public SessionTracker(
      SessionId id, String clientAddress, FactsCache facts, ActivityFeed feed, NanoClock clock) {
    this.identity = new SessionIdentity(id, clientAddress);
    this.commands = new CommandTracker(identity, facts, feed, clock);
    this.closed = facts.closed();
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

  /** How everything is compressed that comes from here on; null if it is not. */
  public @Nullable Compression compression() {
    return isLoggingIn() ? null : compression;
  }

  /** No command is in flight and no transaction open: ending the session now loses nothing. */
  public boolean isIdle() {
    return phase == SessionPhase.READY && commands.isIdle();
  }

  /** What the client hears next is the beginning of a reply. */
  public boolean isReplyNotBegun() {
    return phase == SessionPhase.READY && commands.isReplyNotBegun();
  }

  public boolean isAwaitingReply() {
    return commands.isAwaitingReply();
  }

  /** The server's first payload, whole. Capabilities are masked in place. */
  public void onGreeting(ByteBuf payload) {
    if (payload.isReadable() && payload.getUnsignedByte(payload.readerIndex()) == PacketType.ERR) {
      return;
    }
    if (isNoMoreFollowed()) {
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

  /** The client's first payload, or its second after an SSLRequest, whole. */
  public void onHandshakeResponse(PayloadHead head) {
    try {
      HandshakeResponse response = HandshakeResponse.read(Heads.reader(head));
      if (!response.isSslRequest()) {
        onHandshakeResponse(response);
      }
    } catch (RuntimeException e) {
      onFault(e);
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
    compression = compression(agreed);
  }

  /** Where a client takes both, the server prefers the older. */
  private static @Nullable Compression compression(Capabilities agreed) {
    if (agreed.has(Capability.CLIENT_COMPRESS)) {
      return Compression.ZLIB;
    }
    return agreed.has(Capability.CLIENT_ZSTD_COMPRESSION_ALGORITHM) ? Compression.ZSTD : null;
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
    return phase == SessionPhase.READY && commands.isExpectingCommand();
  }

  /** What a hold must know of the command that this payload begins; null if it is none. */
  public @Nullable StatementBoundary boundary(PayloadHead head) {
    try {
      return commands.boundary(head);
    } catch (RuntimeException e) {
      // Told when the payload is sent on, which it now is.
      return null;
    }
  }

  /** Shows the session to a hold. Whether the hold awaits something of it. */
  public boolean isAwaitedBy(Hold hold) {
    return hold.isAwaiting(snapshot());
  }

  /** The hold need not await anything of the session any more. */
  public void takeLeaveOf(Hold hold) {
    hold.forget(identity.id());
  }

  public void onHeld(boolean isHeld) {
    this.isHeld = isHeld;
  }

  /**
   * A payload of the client's that is to be sent on. If it names a schema that no client may, it is
   * not: then that is returned, and the session is as if it had not come.
   */
  public @Nullable String onClientPayload(PayloadHead head) {
    if (phase != SessionPhase.READY) {
      return null;
    }
    try {
      switch (commands.onClientPayload(head)) {
        case FOLLOWED -> {}
        case STREAM -> phase = SessionPhase.STREAMING;
        case NOT_KNOWN -> becomeOpaque("command " + head.firstByte() + " is not known");
        case REFUSED -> {
          return commands.closedSchema();
        }
      }
    } catch (RuntimeException e) {
      onFault(e);
    }
    return null;
  }

  /** Whether no client may use the schema. */
  public boolean isClosed(String schema) {
    return closed.isClosed(schema);
  }

  /** The account as the client named it, for a message to it. */
  public String user() {
    return identity.user();
  }

  @Override
  public int headBytes() {
    return REPLY_HEAD_BYTES;
  }

  @Override
  public int firstByteOfInterest() {
    return phase == SessionPhase.READY && commands.isInRows() ? PacketType.EOF : 0;
  }

  /** A payload of the server's. */
  @Override
  public void onPayload(PayloadHead head) {
    try {
      switch (phase) {
        case AUTHENTICATING -> onAuthentication(head);
        case READY, STREAMING -> onReply(head);
        case CONNECTING, OPAQUE, CLOSED -> {}
      }
    } catch (RuntimeException e) {
      onFault(e);
    }
  }

  private void onAuthentication(PayloadHead head) {
    if (head.firstByte() == PacketType.OK) {
      commands.onAuthenticated(head);
      phase = SessionPhase.READY;
    }
  }

  private void onReply(PayloadHead head) {
    commands.onReply(head);
    if (!commands.isStreaming()) {
      phase = SessionPhase.READY;
    }
  }

  public void onClosed() {
    if (phase != SessionPhase.CLOSED) {
      phase = SessionPhase.CLOSED;
      feed.publish(
          new ActivityEvent.SessionClosed(identity.id(), clock.nanos(), identity.serverThreadId()));
    }
  }

  public SessionSnapshot snapshot() {
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
        commands.count(),
        commands.snapshot(),
        commands.transaction(),
        commands.belongings());
  }

  /** From here on the session is relayed blind. */
  public void becomeOpaque(String reason) {
    if (isNoMoreFollowed()) {
      return;
    }
    phase = SessionPhase.OPAQUE;
    commands.forget();
    log.warn("session={} became opaque: {}", identity.id(), reason);
    feed.publish(new ActivityEvent.SessionBecameOpaque(identity.id(), clock.nanos(), reason));
  }

  private boolean isNoMoreFollowed() {
    return phase == SessionPhase.OPAQUE || phase == SessionPhase.CLOSED;
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
