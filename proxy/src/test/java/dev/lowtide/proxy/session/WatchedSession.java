package dev.lowtide.proxy.session;

import static dev.lowtide.proxy.session.Payloads.AUTOCOMMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.ActivityEvent.FeedGap;
import dev.lowtide.proxy.activity.ActivityEvent.SessionBecameOpaque;
import dev.lowtide.proxy.activity.ActivityEvent.SessionClosed;
import dev.lowtide.proxy.activity.ActivityEvent.SessionOpened;
import dev.lowtide.proxy.activity.ActivityEvent.StatementFinished;
import dev.lowtide.proxy.activity.ActivityFeed;
import dev.lowtide.proxy.activity.ActivityListener;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.SessionId;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.proxy.frame.PayloadHead;
import dev.lowtide.proxy.protocol.Command;
import dev.lowtide.proxy.protocol.ReplyShape;
import dev.lowtide.proxy.sql.FactsCache;
import io.netty.buffer.ByteBuf;

/** A session's tracker, beside it the simplest counts of what was said, and what must agree. */
final class WatchedSession implements ActivityListener {

  /** What can happen to a session, of which each can happen at any time if peers are unruly. */
  enum Event {
    COMMAND,
    REPLY,
    COMMAND_AT_A_HOLD,
    GREETING,
    HANDSHAKE_RESPONSE,
    ENCRYPTED
  }

  private static final int IN_FLIGHT_MAX = 10_000;

  private static final TableName ANY_TABLE = new TableName("any", "table");

  private static final FactsCache FACTS = new FactsCache();

  /** More than can happen between two checks. */
  private final ActivityFeed feed = new ActivityFeed(1 << 15, () -> 7);

  private final SessionTracker tracker =
      new SessionTracker(new SessionId(1), "client:1", FACTS, feed, () -> 7);

  private long commands;
  private long statements;
  private long unanswered;
  private long opened;
  private long finished;
  private long gaveUp;
  private long closed;

  void signIn(long capabilities) {
    tracker.onGreeting(Payloads.greeting(capabilities));
    tracker.onHandshakeResponse(Payloads.handshakeResponse(capabilities));
    tracker.onPayload(Payloads.ok(AUTOCOMMIT));
    assertThat(tracker.isIdle()).isTrue();
  }

  void on(Event event, PayloadHead head) {
    switch (event) {
      case COMMAND -> onCommand(head);
      case REPLY -> onReply(head);
      case COMMAND_AT_A_HOLD -> {
        tracker.boundary(head);
        onCommand(head);
      }
      case GREETING -> onGreeting(head.bytes().copy());
      case HANDSHAKE_RESPONSE -> tracker.onHandshakeResponse(head);
      case ENCRYPTED -> tracker.onEncrypted();
    }
  }

  void check() {
    feed.drain(this);
    assertThat(finished).isLessThanOrEqualTo(statements);
    assertThat(tracker.isIdle() && tracker.isAwaitingReply()).isFalse();
    if (tracker.isOpaque()) {
      assertThat(gaveUp).isOne();
      assertThat(tracker.isAwaitingReply()).isFalse();
      assertThat(tracker.isIdle()).isFalse();
    } else {
      assertThat(unanswered).isLessThanOrEqualTo(IN_FLIGHT_MAX);
    }
  }

  void end() {
    check();
    checkSnapshot();
    tracker.onClosed();
    tracker.onClosed();
    feed.drain(this);
    assertThat(opened).isOne();
    assertThat(closed).isOne();
    assertThat(gaveUp).isBetween(0L, 1L);
  }

  private static boolean isStatement(Command command) {
    return switch (command) {
      case COM_QUERY, COM_STMT_EXECUTE, COM_STMT_BULK_EXECUTE -> true;
      default -> false;
    };
  }

  private void onCommand(PayloadHead head) {
    if (tracker.isExpectingCommand()) {
      Command command = Command.of(head.firstByte());
      commands++;
      statements += isStatement(command) ? 1 : 0;
      unanswered += command.replyShape() == ReplyShape.NONE ? 0 : 1;
    }
    tracker.onClientPayload(head);
  }

  /** One payload is the end of one reply at most. */
  private void onReply(PayloadHead head) {
    unanswered = Math.max(0, unanswered - 1);
    tracker.onPayload(head);
  }

  private void onGreeting(ByteBuf payload) {
    int length = payload.readableBytes();
    tracker.onGreeting(payload);
    assertThat(payload.readableBytes()).isEqualTo(length);
    payload.release();
  }

  private void checkSnapshot() {
    SessionSnapshot snapshot = tracker.snapshot();
    assertThat(snapshot.command() != null).isEqualTo(tracker.isAwaitingReply());
    assertThat(snapshot.transaction().touched().tables().size())
        .isLessThanOrEqualTo(Footprint.NAMES_MAX);
    if (tracker.isOpaque()) {
      assertThat(snapshot.mayTouch(ANY_TABLE)).isTrue();
      assertThat(snapshot.commands()).isLessThanOrEqualTo(commands);
    } else {
      assertThat(snapshot.commands()).isEqualTo(commands);
    }
  }

  @Override
  public void onSessionOpened(SessionOpened event) {
    opened++;
  }

  @Override
  public void onSessionClosed(SessionClosed event) {
    closed++;
  }

  /** Peers may say what cannot be followed; the tracker may not stumble. */
  @Override
  public void onSessionBecameOpaque(SessionBecameOpaque event) {
    assertThat(event.reason()).doesNotStartWith("a fault of ours");
    gaveUp++;
  }

  @Override
  public void onStatementFinished(StatementFinished event) {
    finished++;
  }

  @Override
  public void onFeedGap(FeedGap event) {
    throw new AssertionError("events lost: " + event);
  }
}
