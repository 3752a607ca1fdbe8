package dev.lowtide.scheduler.load;

import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.RoutineName;
import dev.lowtide.proxy.activity.SessionPhase;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.SessionSnapshot.CommandSnapshot;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.proxy.activity.TransactionId;
import dev.lowtide.proxy.activity.TransactionSnapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A session that is in the way of something, named so that a person knows whom to talk to:
 * <i>session 812, app@10.0.3.7, open for 41 s, touched shop.orders 12 s ago</i>.
 *
 * @param wanted what would have to be left alone
 */
public record Blocker(SessionSnapshot session, List<Reach> wanted) {

  /** Whoever has touched more than that is not found out by reading all of it. */
  private static final int NAMED_MAX = 3;

  /** Times of one clock have an order only by their differences. */
  private static final Comparator<Blocker> OLDEST_FIRST =
      Comparator.<Blocker, Boolean>comparing(blocker -> blocker.transaction() == null)
          .thenComparing(
              blocker -> blocker.session().transaction().sinceNanos(),
              (one, other) -> Long.signum(one - other));

  public Blocker {
    wanted = List.copyOf(wanted);
  }

  /** Those in the way of what this is the reach of, the oldest transaction first. */
  public static List<Blocker> among(Collection<SessionSnapshot> sessions, Reach reach) {
    return sessions.stream()
        .filter(session -> session.mayTouch(reach))
        .map(session -> new Blocker(session, List.of(reach)))
        .sorted(OLDEST_FIRST)
        .toList();
  }

  /** The transaction that is in the way; null if none is open. */
  public @Nullable TransactionId transaction() {
    return session.transaction().state().isOpen() ? TransactionId.of(session) : null;
  }

  /** Who it is, since when, and what it keeps. */
  public String text(long nowNanos) {
    List<String> parts = new ArrayList<>();
    parts.add("session " + session.serverThreadId());
    parts.add(session.user() + "@" + host());
    if (session.phase() == SessionPhase.OPAQUE) {
      parts.add("cannot be followed");
    } else {
      addTransaction(parts, nowNanos);
      wanted.forEach(reach -> addTouch(parts, reach, nowNanos));
      wanted.forEach(reach -> addBelongings(parts, reach));
      addCommand(parts, nowNanos);
    }
    return String.join(", ", parts);
  }

  /** The port that a client happened to come from tells a person nothing. */
  private String host() {
    return session.clientAddress().replaceFirst(":\\d+$", "");
  }

  private void addTransaction(List<String> parts, long nowNanos) {
    TransactionSnapshot transaction = session.transaction();
    if (transaction.state().isOpen()) {
      parts.add("open for " + Age.text(transaction.sinceNanos(), nowNanos));
    }
    Long view = transaction.readViewSinceNanos();
    if (view != null) {
      parts.add("looks at data as of " + Age.text(view, nowNanos) + " ago");
    }
  }

  private void addTouch(List<String> parts, Reach reach, long nowNanos) {
    TransactionSnapshot transaction = session.transaction();
    Long last = transaction.lastTouchNanos(reach);
    String ago = last == null ? "" : " " + Age.text(last, nowNanos) + " ago";
    add(parts, "touched ", transaction.touched(), reach, ago);
  }

  private void addBelongings(List<String> parts, Reach reach) {
    add(parts, "has ", session.belongings().lockedTables(), reach, " locked by LOCK TABLES");
    add(parts, "has ", session.belongings().openHandlers(), reach, " open by HANDLER");
  }

  private void addCommand(List<String> parts, long nowNanos) {
    CommandSnapshot command = session.command();
    if (command != null) {
      parts.add("at work for " + Age.text(command.sinceNanos(), nowNanos));
    }
  }

  private static void add(
      List<String> parts, String before, Footprint footprint, Reach reach, String after) {
    if (footprint.touches(reach)) {
      parts.add(before + names(footprint, reach) + after);
    }
  }

  /** By the names in its texts: whoever is asked about a view's table may know the view only. */
  private static String names(Footprint footprint, Reach reach) {
    Stream<String> tables =
        footprint.tables().entrySet().stream()
            .filter(entry -> Footprint.of(entry.getKey(), entry.getValue()).touches(reach))
            .map(entry -> name(entry.getKey(), reach));
    Stream<String> schemas =
        footprint.schemas().entrySet().stream()
            .filter(entry -> Footprint.ofSchema(entry.getKey(), entry.getValue()).touches(reach))
            .map(entry -> "all of " + entry.getKey());
    Stream<String> routines =
        footprint.routines().stream()
            .filter(routine -> Footprint.of(routine).touches(reach))
            .map(RoutineName::toString);
    Stream<String> unknown =
        footprint.isUnknown() ? Stream.of("what nobody can tell") : Stream.of();
    List<String> names =
        Stream.of(tables.sorted(), schemas.sorted(), routines.sorted(), unknown)
            .flatMap(parts -> parts)
            .toList();
    int more = names.size() - NAMED_MAX;
    return names.stream().limit(NAMED_MAX).collect(Collectors.joining(" and "))
        + (more > 0 ? " and " + more + " more" : "");
  }

  private static String name(TableName table, Reach reach) {
    boolean isAsked =
        reach.targets().contains(table) || reach.schemas().contains(TableName.fold(table.schema()));
    return isAsked ? table.toString() : table + ", which leads there,";
  }
}
