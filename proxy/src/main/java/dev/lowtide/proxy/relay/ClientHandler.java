package dev.lowtide.proxy.relay;

import dev.lowtide.proxy.frame.CompressedGate;
import dev.lowtide.proxy.frame.Gate;
import dev.lowtide.proxy.frame.MalformedFrameException;
import dev.lowtide.proxy.frame.PacketGate;
import dev.lowtide.proxy.frame.PacketHeader;
import dev.lowtide.proxy.frame.PayloadHead;
import dev.lowtide.proxy.hold.Hold;
import dev.lowtide.proxy.hold.HoldDesk;
import dev.lowtide.proxy.hold.StatementBoundary;
import dev.lowtide.proxy.session.SessionTracker;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The client's leg, inbound: sends on what may go on, keeps back what may not yet.
 *
 * <p>Reading goes on while a statement is held, so that the end of a client that gives up is seen.
 * Confined to the session's event loop.
 */
final class ClientHandler extends ChannelInboundHandlerAdapter implements Gate.Keeper {

  /** A command's head at its longest, and as much again that was pipelined behind it. */
  private static final int INBOX_BYTES_MAX = 128 * 1024;

  /** Connection attributes are 64 KiB at most, and all the rest is little beside them. */
  private static final int HANDSHAKE_BYTES_MAX = 128 * 1024;

  private final RelaySession session;
  private final SessionTracker tracker;
  private final HoldPoint holdPoint;
  private final HoldMarks marks;
  private final ClosedDoor door;
  private final PacketGate packets = new PacketGate(this);
  private Gate gate = packets;

  /** Bytes that did not go on yet. */
  private @Nullable ByteBuf inbox;

  /** The next packet is one that the login's steps take, with all that stands behind it. */
  private boolean isTaken;

  /** The command that was looked at last because a hold is in force; null if it was not. */
  private @Nullable StatementBoundary boundary;

  ClientHandler(RelaySession session, HoldDesk holds) {
    this.session = session;
    this.tracker = session.tracker();
    this.holdPoint = new HoldPoint(holds, session.loop(), this::onHoldEnded);
    this.marks = new HoldMarks(tracker, holds);
    this.door = new ClosedDoor(session, session.client());
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    session.metrics().clientBytes.inc(bytes.readableBytes());
    if (session.isEnding()) {
      bytes.release();
      return;
    }
    inbox =
        inbox == null
            ? bytes
            : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), inbox, bytes);
    pump();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    session.flushBackend();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    session.onClientWritability(ctx.channel().isWritable());
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    session.onClientClosed();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    session.onFailure(ctx.channel(), cause);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    holdPoint.leave();
    marks.leave();
    gate.close();
    dropInbox();
  }

  /** Sends on what may go on by now. */
  void pump() {
    while (inbox != null && maySendOn() && !isHandshakeTooLarge(inbox)) {
      int passable = door.isRefusing() ? 0 : passable(inbox);
      if (passable > 0) {
        sendOn(passable);
      } else if (isTaken) {
        handOver();
      } else if (!isTakenOut(inbox)) {
        break;
      }
    }
    if (session.isEnding()) {
      dropInbox();
    }
    session.countIfOpaque();
    int limit = tracker.isAwaitingHandshakeResponse() ? HANDSHAKE_BYTES_MAX : INBOX_BYTES_MAX;
    session.setInboxFull(inbox != null && inbox.readableBytes() > limit);
  }

  private boolean maySendOn() {
    return session.isGreeted() && !session.login().isRefused();
  }

  private int passable(ByteBuf bytes) {
    try {
      if (gate == packets && tracker.compression() != null) {
        gate = new CompressedGate(tracker.compression(), packets);
      }
      int passable = tracker.isOpaque() ? 0 : gate.passable(bytes);
      // What made it opaque may have been among these bytes.
      return tracker.isOpaque() ? bytes.readableBytes() : passable;
    } catch (MalformedFrameException | LinkageError e) {
      // The latter where zstd has no library for this machine.
      tracker.becomeOpaque(String.valueOf(e.getMessage()));
      return bytes.readableBytes();
    }
  }

  /** Whether something of the client's has not gone on yet. */
  boolean isKeepingBack() {
    return inbox != null;
  }

  @Override
  public int headBytes() {
    if (isTaken) {
      return 0;
    }
    return tracker.isAwaitingHandshakeResponse() ? HANDSHAKE_BYTES_MAX : tracker.clientHeadBytes();
  }

  @Override
  public boolean mayPass(PayloadHead head, boolean canWait) {
    if (isTaken || door.isRefusing() || holdPoint.isWaiting() || session.isEnding()) {
      return false;
    }
    if (tracker.isAwaitingHandshakeResponse()) {
      isTaken = session.login().takes(head);
      if (!isTaken) {
        tracker.onHandshakeResponse(head);
      }
      return !isTaken;
    }
    boundary = null;
    if ((canWait && isStopped(head)) || isChangeOfUserTaken(head)) {
      return false;
    }
    boolean isWatched = !holdPoint.isIdle() && tracker.isExpectingCommand();
    String closedSchema = tracker.onClientPayload(head);
    if (closedSchema != null) {
      refuse(closedSchema, canWait);
      return false;
    }
    holdPoint.onPassed();
    if (isWatched) {
      marks.onPassed(boundary);
    }
    hearOfReply();
    return true;
  }

  /** Its answer comes behind the replies to what was sent before. */
  private void refuse(String closedSchema, boolean canWait) {
    if (!canWait) {
      door.endTelling(closedSchema);
    } else if (tracker.isAwaitingReply()) {
      session.pumpAfterReply();
    } else {
      holdPoint.onPassed();
      door.refuse(closedSchema);
    }
  }

  private boolean isTakenOut(ByteBuf bytes) {
    int taken = door.takeOut(bytes, gate);
    if (taken > 0 && !bytes.skipBytes(taken).isReadable()) {
      dropInbox();
    }
    return taken > 0;
  }

  /** A hold wants to know whether it has to await something of this session. */
  void look(Hold hold) {
    marks.look(hold);
    hearOfReply();
  }

  /** Nothing of the session can be told apart any more, so every hold awaits its end. */
  void onOpaque() {
    marks.onPassed(null);
  }

  /** The replies to all that was sent have come to their end. */
  void onReplied() {
    holdPoint.onReplied();
    marks.onReplied();
    hearOfReply();
    pump();
  }

  private void hearOfReply() {
    if (marks.isMarked() || holdPoint.isReplyAwaited()) {
      session.pumpAfterReply();
    }
  }

  /**
   * While a hold is in force, a command is looked at only when the replies to what was sent before
   * have come to their end: what it touches, and what its transaction has, depends on them.
   */
  private boolean isStopped(PayloadHead head) {
    if (holdPoint.isIdle() || !tracker.isExpectingCommand()) {
      return false;
    }
    if (tracker.isAwaitingReply()) {
      session.pumpAfterReply();
      return true;
    }
    boundary = tracker.boundary(head);
    boolean isStopped = boundary != null && holdPoint.stops(boundary);
    if (isStopped) {
      tracker.onHeld(true);
      session.metrics().statementsHeld.inc();
    }
    return isStopped;
  }

  /** Where authentication is translated, it must find no other replies on their way. */
  private boolean isChangeOfUserTaken(PayloadHead head) {
    if (!tracker.isExpectingCommand() || !session.login().isConcernedBy(head)) {
      return false;
    }
    if (tracker.compression() == null && tracker.isAwaitingReply()) {
      session.pumpAfterReply();
      return true;
    }
    isTaken = session.login().takesChangeOfUser(head);
    return isTaken;
  }

  private void onHoldEnded() {
    tracker.onHeld(false);
    pump();
    session.flushBackend();
  }

  /** Nobody's handshake is, so whoever sends this speaks something else. */
  private boolean isHandshakeTooLarge(ByteBuf bytes) {
    if (!tracker.isAwaitingHandshakeResponse() || bytes.readableBytes() < PacketHeader.BYTES) {
      return false;
    }
    int length = PacketHeader.length(bytes, bytes.readerIndex());
    boolean isTooLarge = length > HANDSHAKE_BYTES_MAX;
    if (isTooLarge) {
      session.onHandshakeTooLarge(length, PacketHeader.sequenceId(bytes, bytes.readerIndex()));
    }
    return isTooLarge;
  }

  private void sendOn(int length) {
    ByteBuf all = Objects.requireNonNull(inbox);
    if (length == all.readableBytes()) {
      inbox = null;
      session.writeToBackend(all);
    } else {
      session.writeToBackend(all.readRetainedSlice(length));
    }
  }

  private void handOver() {
    isTaken = false;
    ByteBuf packets = Objects.requireNonNull(inbox);
    inbox = null;
    session.login().take(packets);
  }

  private void dropInbox() {
    if (inbox != null) {
      inbox.release();
      inbox = null;
    }
  }
}
