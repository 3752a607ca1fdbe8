package dev.lowtide.proxy.hold;

import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.proxy.activity.SessionId;
import dev.lowtide.proxy.activity.SessionSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A hold in force, as its holder has it in hand.
 *
 * <pre>
 * HOLDING ⇄ QUIET        release, or a lease that nobody renewed ─► RELEASED
 * </pre>
 *
 * <p>The lease is as long as the deadline, so a holder that died stops nobody new after one
 * deadline, and those who already wait go on at their own. Release always wins, may come from any
 * thread and may be repeated.
 *
 * <p><b>Why QUIET can be believed.</b> Each session is confined to its event loop, and the hold is
 * in force before any loop is asked to look. A statement that a loop judges is therefore either
 * judged under the hold, or has been sent on before the loop's look, which finds it in flight. Who
 * is let pass under the hold although it has to do with the scope (it had touched it before, its
 * deadline was reached, or it could not be stopped between two halves of a compressed frame) is
 * shown to the hold before its bytes go on, so it cannot slip through between a look and the
 * judgement. A session is taken off the list only by its own loop, at the end of a reply or of the
 * session; by then the server has let go of what the reply was about. Widening puts the new scope
 * in force first and looks again, and a look that was begun before counts no more. A loop that is
 * shut down ends its sessions, so it has none to show.
 *
 * <p>What a client leaves behind that is gone (the server needs a moment to roll back, or works on
 * a command that nobody waits for) and whoever bypasses the proxy are not seen here.
 *
 * <p>Safe for any thread.
 */
public final class Hold implements AutoCloseable {

  /** As many as a person may want to read, however many there are. */
  private static final int NAMED_MAX = 100;

  private final HoldRequest request;
  private final NanoClock clock;
  private final HoldDesk desk;
  private final Lookout lookout;
  private final WaitingRoom room;
  private final Awaited awaited = new Awaited();
  private final HoldLog log;
  private final AtomicBoolean isReleased = new AtomicBoolean();

  private volatile List<HoldScope> scopes;
  private volatile long renewedAtNanos;
  private volatile int commandsBefore;

  Hold(
      HoldRequest request,
      NanoClock clock,
      HoldDesk desk,
      Lookout lookout,
      LongConsumer onWaitedNanos) {
    this.request = request;
    this.clock = clock;
    this.desk = desk;
    this.lookout = lookout;
    this.room = new WaitingRoom(clock, lookout, request.deadline(), onWaitedNanos);
    this.log = new HoldLog(request.holder(), clock);
    this.scopes = List.of(request.scope());
    this.renewedAtNanos = clock.nanos();
  }

  public String holder() {
    return request.holder();
  }

  public List<HoldScope> scopes() {
    return scopes;
  }

  /** The longest that any statement waits here. */
  public Duration deadline() {
    return request.deadline();
  }

  public HoldState state() {
    if (isOver()) {
      return HoldState.RELEASED;
    }
    return awaited.isNobodyLeft() ? HoldState.QUIET : HoldState.HOLDING;
  }

  /** Whether all sessions were looked at since it was placed, or widened last. */
  public boolean hasLooked() {
    return awaited.hasLooked();
  }

  public boolean isOver() {
    return isReleased.get() || clock.nanos() - renewedAtNanos > deadline().toNanos();
  }

  /** Says that the holder lives. False once the hold is over; then it stays over. */
  public boolean renew() {
    if (isOver()) {
      return false;
    }
    renewedAtNanos = clock.nanos();
    return true;
  }

  /**
   * Makes more statements wait, in this same hold. False if it is over.
   *
   * @throws HoldRefusedException if another holder has or just had what is asked for
   */
  public boolean widen(HoldScope... more) throws HoldRefusedException {
    if (!desk.widen(this, List.of(more))) {
      return false;
    }
    log.onWidened(scopes);
    look();
    return true;
  }

  /** Whether somebody has waited for as long as the holder meant anybody to, or longer. */
  public boolean isBudgetSpent() {
    return room.longestWait().compareTo(request.budget()) >= 0;
  }

  public HoldCounts counts() {
    return room.counts(awaited.count());
  }

  /** Sessions that are still awaited, those first that have been so for longest; at most 100. */
  public List<SessionSnapshot> awaited() {
    return awaited.first(NAMED_MAX);
  }

  /** Lets everybody go on, the oldest first, as fast as the server can take them. */
  public void release() {
    if (!isReleased.compareAndSet(false, true)) {
      return;
    }
    desk.remove(this);
    HoldCounts counts = counts();
    awaited.clear();
    log.onReleased(scopes, counts);
    room.release(commandsBefore);
  }

  /** The same as {@link #release()}. */
  @Override
  public void close() {
    release();
  }

  /**
   * Takes a statement in. Null if the hold was over before it came.
   *
   * @param goOn called at most once, on release, by whichever thread lets it go
   */
  public @Nullable Waiter join(Runnable goOn) {
    return isOver() ? null : room.join(goOn);
  }

  /**
   * A session shows itself, on its event loop: at a look, when a statement that has to do with the
   * scope has passed, and at the end of a reply while it is awaited.
   *
   * @return whether it is awaited, and so has to show itself again
   */
  public boolean isAwaiting(SessionSnapshot session) {
    boolean isAwaited = !isOver() && isAnyAwaiting(session);
    if (isAwaited) {
      awaited.add(session);
      log.onAwaiting();
    } else {
      forget(session.id());
    }
    return isAwaited;
  }

  /** A session is at its end, or has nothing to do with the scope any more. */
  public void forget(SessionId session) {
    awaited.remove(session);
    tellIfQuiet();
  }

  boolean covers(StatementBoundary boundary) {
    for (HoldScope scope : scopes) {
      if (scope.covers(boundary)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a session has to show itself when this statement of its has been sent on. */
  public boolean concerns(StatementBoundary boundary) {
    for (HoldScope scope : scopes) {
      if (scope.concerns(boundary)) {
        return true;
      }
    }
    return false;
  }

  /** Has every loop look at its sessions, when the scopes are in force. */
  private void look() {
    int number = awaited.beginLook();
    lookout.look(this).thenAccept(commands -> onLooked(number, commands));
  }

  /** Called by the desk, one at a time. */
  void add(List<HoldScope> more) {
    List<HoldScope> all = new ArrayList<>(scopes);
    all.addAll(more);
    scopes = List.copyOf(all);
  }

  /** How long it still is before its scope may be held again; zero or less if it may. */
  long gapLeftNanos(Duration gapMin) {
    long restedNanos = room.nanosSinceLastLeft();
    if (!isReleased.get()) {
      restedNanos = Math.min(restedNanos, clock.nanos() - renewedAtNanos - deadline().toNanos());
    } else if (!room.isReleasing()) {
      restedNanos = 0;
    }
    return Math.max(room.longestWait().toNanos(), gapMin.toNanos()) - restedNanos;
  }

  /** Called by the desk when it is in force. */
  void onPlaced() {
    log.onPlaced(request);
    look();
  }

  /** Called by the desk, once. */
  void onRemoved() {
    if (!isReleased.get()) {
      log.onLapsed(room.waiting());
    }
  }

  private void onLooked(int number, int commands) {
    if (number == 1) {
      commandsBefore = commands;
    }
    awaited.onLooked(number);
    tellIfQuiet();
  }

  private boolean isAnyAwaiting(SessionSnapshot session) {
    for (HoldScope scope : scopes) {
      if (scope.awaits(session)) {
        return true;
      }
    }
    return false;
  }

  private void tellIfQuiet() {
    if (!isOver() && awaited.isNobodyLeft()) {
      log.onQuiet(counts());
    }
  }
}
