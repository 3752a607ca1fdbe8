package dev.lowtide.it.bench;

import dev.lowtide.proxy.activity.ActivityEvent.FeedGap;
import dev.lowtide.proxy.activity.ActivityEvent.SessionBecameOpaque;
import dev.lowtide.proxy.activity.ActivityEvent.SessionClosed;
import dev.lowtide.proxy.activity.ActivityEvent.SessionOpened;
import dev.lowtide.proxy.activity.ActivityEvent.StatementFinished;
import dev.lowtide.proxy.activity.ActivityFeed;
import dev.lowtide.proxy.activity.ActivityListener;
import dev.lowtide.proxy.activity.SessionId;
import dev.lowtide.proxy.frame.Gate;
import dev.lowtide.proxy.frame.PacketGate;
import dev.lowtide.proxy.frame.PacketHeader;
import dev.lowtide.proxy.frame.PacketScanner;
import dev.lowtide.proxy.frame.PayloadHead;
import dev.lowtide.proxy.session.SessionTracker;
import dev.lowtide.proxy.sql.FactsCache;
import io.netty.buffer.ByteBuf;

/** One session as the relay's two handlers watch it, without their channels. */
final class WatchedConversation implements Gate.Keeper, ActivityListener {

  /** Statements between two drains: twice a second, at some thousand statements a second. */
  private static final int DRAIN_EVERY = 4096;

  private final ActivityFeed feed =
      new ActivityFeed(ActivityFeed.DEFAULT_CAPACITY, System::nanoTime);
  private final SessionTracker tracker =
      new SessionTracker(new SessionId(1), "client:1", new FactsCache(), feed, System::nanoTime);
  private final PacketGate gate = new PacketGate(this);
  private final PacketScanner scanner = new PacketScanner(tracker);
  private long finished;
  private int exchanges;

  void signIn() {
    tracker.onGreeting(Wire.greeting());
    gate.passable(Wire.handshakeResponse());
    scanner.scan(Wire.ok());
    if (!tracker.isIdle()) {
      throw new IllegalStateException("not signed in");
    }
  }

  void prepare(String sql) {
    exchange(Wire.prepare(sql), Wire.prepareOk());
  }

  /** A command and its reply, each in one piece. Returns how many statements were seen whole. */
  long exchange(ByteBuf command, ByteBuf reply) {
    return exchange(command, reply, Integer.MAX_VALUE);
  }

  /** A command and its reply in pieces that a socket could bring. */
  long exchange(ByteBuf command, ByteBuf reply, int pieceBytes) {
    int passed = gate.passable(command);
    int end = reply.writerIndex();
    for (int from = 0; from < end; from = reply.writerIndex()) {
      reply.setIndex(from, from + Math.min(pieceBytes, end - from));
      scanner.scan(reply);
    }
    reply.setIndex(0, end);
    if (passed != command.readableBytes() || tracker.isAwaitingReply() || tracker.isOpaque()) {
      throw new IllegalStateException("not followed: " + tracker.snapshot());
    }
    if (++exchanges % DRAIN_EVERY == 0) {
      feed.drain(this);
    }
    return finished;
  }

  @Override
  public int headBytes() {
    return tracker.isAwaitingHandshakeResponse()
        ? PacketHeader.LENGTH_MAX
        : tracker.clientHeadBytes();
  }

  @Override
  public boolean mayPass(PayloadHead head, boolean canWait) {
    if (tracker.isAwaitingHandshakeResponse()) {
      tracker.onHandshakeResponse(head);
    } else {
      tracker.onClientPayload(head);
    }
    return true;
  }

  @Override
  public void onStatementFinished(StatementFinished event) {
    finished++;
  }

  @Override
  public void onSessionOpened(SessionOpened event) {}

  @Override
  public void onSessionClosed(SessionClosed event) {}

  @Override
  public void onSessionBecameOpaque(SessionBecameOpaque event) {
    throw new IllegalStateException("not followed: " + event.reason());
  }

  @Override
  public void onFeedGap(FeedGap event) {
    throw new IllegalStateException("events lost: " + event.lostEvents());
  }
}
