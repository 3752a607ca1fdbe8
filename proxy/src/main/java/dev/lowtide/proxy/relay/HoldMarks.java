package dev.lowtide.proxy.relay;

import dev.lowtide.proxy.hold.Hold;
import dev.lowtide.proxy.hold.HoldDesk;
import dev.lowtide.proxy.hold.StatementBoundary;
import dev.lowtide.proxy.session.SessionTracker;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The holds that await something of one session. It is marked when they look and when a statement
 * has passed that they are concerned with, and shows itself again at the end of each reply, so that
 * nobody has to ask for it. Confined to the session's event loop.
 */
final class HoldMarks {

  private final SessionTracker tracker;
  private final HoldDesk desk;
  private final List<Hold> awaiting = new ArrayList<>(0);
  private boolean hasLeft;

  HoldMarks(SessionTracker tracker, HoldDesk desk) {
    this.tracker = tracker;
    this.desk = desk;
  }

  boolean isMarked() {
    return !awaiting.isEmpty();
  }

  /** A look may find a session in its list that has only just ended. */
  void look(Hold hold) {
    awaiting.remove(hold);
    if (!hasLeft && tracker.isAwaitedBy(hold)) {
      awaiting.add(hold);
    }
  }

  /** A command was let pass; what it is about is null where nobody has looked. */
  void onPassed(@Nullable StatementBoundary boundary) {
    for (Hold hold : desk.holds()) {
      if (boundary == null || hold.concerns(boundary)) {
        look(hold);
      }
    }
  }

  void onReplied() {
    if (isMarked()) {
      awaiting.removeIf(hold -> !tracker.isAwaitedBy(hold));
    }
  }

  void leave() {
    hasLeft = true;
    awaiting.forEach(tracker::takeLeaveOf);
    awaiting.clear();
  }
}
