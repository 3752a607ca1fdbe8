package dev.lowtide.proxy.hold;

import dev.lowtide.proxy.activity.SessionId;
import dev.lowtide.proxy.activity.SessionSnapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The sessions whose end of something a hold awaits, each as it was when it last showed itself.
 *
 * <p>Only the latest look counts: a scope that was widened has to be looked at again. Safe for any
 * thread; what is said of one session comes from its own event loop, so in order.
 */
final class Awaited {

  private final Map<SessionId, SessionSnapshot> sessions = new LinkedHashMap<>();
  private int look;
  private boolean hasLooked;

  /** Returns the number of the look that begins. */
  synchronized int beginLook() {
    hasLooked = false;
    return ++look;
  }

  synchronized void onLooked(int ofLook) {
    hasLooked |= ofLook == look;
  }

  synchronized void add(SessionSnapshot session) {
    sessions.put(session.id(), session);
  }

  synchronized void remove(SessionId session) {
    sessions.remove(session);
  }

  synchronized void clear() {
    sessions.clear();
  }

  synchronized boolean hasLooked() {
    return hasLooked;
  }

  synchronized boolean isNobodyLeft() {
    return hasLooked && sessions.isEmpty();
  }

  synchronized int count() {
    return sessions.size();
  }

  synchronized List<SessionSnapshot> first(int most) {
    return sessions.values().stream().limit(most).toList();
  }
}
