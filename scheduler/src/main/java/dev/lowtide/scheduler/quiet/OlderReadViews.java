package dev.lowtide.scheduler.quiet;

import dev.lowtide.proxy.activity.SessionPhase;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.scheduler.load.ReadView;
import dev.lowtide.scheduler.load.Sight;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * No read view is open that has outlasted what a hold could wait for. Whoever has one, and touches
 * the table for the first time after the swap, gets error 1412, whatever it touched before.
 *
 * <p>The server tells which transactions may have a view; of the sessions that pass it the proxy
 * knows better, and is believed when it says that one has none, or since when.
 */
final class OlderReadViews implements TableCondition {

  private final Duration ageMax;

  OlderReadViews(Duration ageMax) {
    this.ageMax = ageMax;
  }

  @Override
  public Signal signal() {
    return Signal.OLDER_READ_VIEW;
  }

  @Override
  public Finding judge(TableSignals seen) {
    String limit = "none older than " + Words.seconds(ageMax);
    Sight<ReadView> atServer = seen.server().readViews();
    if (atServer.isMissing()) {
      return Finding.blind(atServer.missing(), limit);
    }
    List<String> older =
        views(atServer.items(), seen.load().sessions(), seen.load().atNanos()).stream()
            .filter(view -> view.age().compareTo(ageMax) > 0)
            .sorted(Comparator.comparing(ReadView::age).reversed())
            .map(OlderReadViews::describe)
            .toList();
    return Finding.of(older.isEmpty(), Words.named(older), limit);
  }

  private static List<ReadView> views(
      List<ReadView> atServer, List<SessionSnapshot> sessions, long now) {
    Map<Long, SessionSnapshot> proxied = new LinkedHashMap<>();
    sessions.forEach(session -> proxied.put(session.serverThreadId(), session));
    List<ReadView> views = new ArrayList<>();
    for (ReadView view : atServer) {
      SessionSnapshot session = proxied.remove(view.threadId());
      if (session == null) {
        views.add(view);
      } else if (mayHaveOne(session)) {
        Duration age = age(session, now);
        views.add(age == null ? view : new ReadView(view.threadId(), view.account(), age));
      }
    }
    for (SessionSnapshot session : proxied.values()) {
      Duration age = age(session, now);
      if (age != null) {
        views.add(view(session, age));
      }
    }
    return views;
  }

  /** Of its read view, as the proxy knows it; null if it knows of none. */
  private static @Nullable Duration age(SessionSnapshot session, long now) {
    Long since = session.transaction().readViewSinceNanos();
    return since == null ? null : Duration.ofNanos(now - since);
  }

  /** Only between statements, of a session that can be followed, is it known that there is none. */
  private static boolean mayHaveOne(SessionSnapshot session) {
    boolean isKnown = session.phase() == SessionPhase.READY && session.command() == null;
    return !isKnown
        || switch (session.transaction().state()) {
          case NONE, ARMED, EMPTY -> false;
          case ACTIVE, UNKNOWN -> true;
        };
  }

  private static ReadView view(SessionSnapshot session, Duration age) {
    return new ReadView(
        session.serverThreadId(), session.user() + "@" + session.clientAddress(), age);
  }

  private static String describe(ReadView view) {
    return "session "
        + view.threadId()
        + " ("
        + view.account()
        + "), since "
        + Words.seconds(view.age())
        + " ago";
  }
}
