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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A session that is in the way of a table, named so that a person knows whom to talk to: "session
 * 812, app@10.0.3.7, open for 41 s, touched shop.orders 12 s ago".
 *
 * @param threadId the server's id for it
 * @param transaction the transaction that is in the way; null if none is open
 * @param openFor how long it has been open; null if none is
 * @param text all of it in words
 */
public record Blocker(
    long threadId, @Nullable TransactionId transaction, @Nullable Duration openFor, String text) {

  /** Whoever has more than that open does not read them all. */
  private static final int NAMED_MAX = 3;

  private static final Comparator<Blocker> OLDEST_FIRST =
      Comparator.comparing(
          blocker -> blocker.openFor() == null ? Duration.ZERO : blocker.openFor(),
          Comparator.reverseOrder());

  /** Those in the way of what this is the reach of, the oldest transaction first. */
  public static List<Blocker> among(
      Collection<SessionSnapshot> sessions, Reach reach, long nowNanos) {
    return sessions.stream()
        .flatMap(session -> of(session, reach, nowNanos).stream())
        .sorted(OLDEST_FIRST)
        .toList();
  }

  /** The session, if it is in the way of what this is the reach of. */
  public static Optional<Blocker> of(SessionSnapshot session, Reach reach, long nowNanos) {
    return session.mayTouch(reach)
        ? Optional.of(inTheWay(session, List.of(reach), nowNanos))
        : Optional.empty();
  }

  /** The session, which is in the way of one of these, or of all by the read view that it keeps. */
  public static Blocker inTheWay(
      SessionSnapshot session, Collection<Reach> reaches, long nowNanos) {
    TransactionSnapshot transaction = session.transaction();
    boolean isOpen = transaction.state().isOpen();
    Duration openFor = isOpen ? Age.between(transaction.sinceNanos(), nowNanos) : null;
    List<String> parts = new ArrayList<>();
    parts.add("session " + session.serverThreadId());
    parts.add(account(session));
    if (openFor != null) {
      parts.add("open for " + Age.text(openFor));
    }
    Long viewNanos = transaction.readViewSinceNanos();
    if (viewNanos != null) {
      parts.add("sees data as of " + Age.text(Age.between(viewNanos, nowNanos)) + " ago");
    }
    reaches.forEach(reach -> parts.addAll(reasons(session, reach, nowNanos)));
    return new Blocker(
        session.serverThreadId(),
        isOpen ? TransactionId.of(session) : null,
        openFor,
        String.join(", ", parts));
  }

  /** Who a session belongs to, without the port that its client happened to come from. */
  public static String account(SessionSnapshot session) {
    return session.user() + "@" + session.clientAddress().replaceFirst(":\\d+$", "");
  }

  private static List<String> reasons(SessionSnapshot session, Reach reach, long nowNanos) {
    if (session.phase() == SessionPhase.OPAQUE) {
      return List.of("cannot be followed, so it counts as touching everything");
    }
    List<String> reasons = new ArrayList<>();
    addTouch(reasons, session.transaction(), reach, nowNanos);
    addCommand(reasons, session.command(), reach, nowNanos);
    add(reasons, "has locked ", session.belongings().lockedTables(), reach, " by LOCK TABLES");
    add(reasons, "has ", session.belongings().openHandlers(), reach, " open by HANDLER");
    return reasons;
  }

  private static void addTouch(
      List<String> reasons, TransactionSnapshot transaction, Reach reach, long nowNanos) {
    Long lastNanos = transaction.lastTouchNanos(reach);
    String ago = lastNanos == null ? "" : " " + Age.text(Age.between(lastNanos, nowNanos)) + " ago";
    add(reasons, "touched ", transaction.touched(), reach, ago);
  }

  private static void addCommand(
      List<String> reasons, @Nullable CommandSnapshot command, Reach reach, long nowNanos) {
    if (command != null) {
      String since = Age.text(Age.between(command.sinceNanos(), nowNanos));
      add(reasons, "at work on ", command.footprint(), reach, " for " + since);
    }
  }

  private static void add(
      List<String> reasons, String before, Footprint footprint, Reach reach, String after) {
    if (footprint.touches(reach)) {
      reasons.add(before + names(footprint, reach) + after);
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

  @Override
  public String toString() {
    return text;
  }
}
