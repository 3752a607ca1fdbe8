package dev.lowtide.console;

import dev.lowtide.scheduler.operator.SessionView;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which session comes first. Each order has one direction, that of whoever looks for trouble; those
 * that are alike in it come in the order of their ids.
 */
public enum SessionOrder {
  /** Open the longest; those that have none come last. */
  TRANSACTION("Transaction", "descending"),
  /** At work the longest; those that are not come last. */
  STATEMENT("Statement", "descending"),
  /** By name. */
  USER("User", "ascending"),
  /** Those that connected first come first, as the server counts them. */
  SESSION("Session", "ascending"),
  /** The most tables touched. */
  TABLES("Tables", "descending"),
  /** The most statements and other commands sent. */
  COMMANDS("Commands", "descending");

  private final String label;
  private final String direction;

  SessionOrder(String label, String direction) {
    this.label = label;
    this.direction = direction;
  }

  /** {@code ?order=statement}; the longest transaction first if it is left out. */
  static SessionOrder of(Requests.Query query) {
    String text = query.get("order");
    if (text == null || text.isEmpty()) {
      return TRANSACTION;
    }
    return Arrays.stream(values())
        .filter(order -> order.text().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "order: '"
                        + text
                        + "' (expected: one of "
                        + String.join(
                            ", ", Arrays.stream(values()).map(SessionOrder::text).toList())
                        + ")"));
  }

  List<SessionView> sorted(List<SessionView> sessions) {
    return sessions.stream()
        .sorted(comparator().thenComparingLong(SessionView::serverThreadId))
        .toList();
  }

  private Comparator<SessionView> comparator() {
    return switch (this) {
      case TRANSACTION -> longest(SessionView::transactionFor);
      case STATEMENT -> longest(SessionView::commandFor);
      case USER -> Comparator.comparing(SessionView::user);
      case SESSION -> Comparator.comparingLong(SessionView::serverThreadId);
      case TABLES -> Comparator.<SessionView>comparingInt(view -> view.tables().size()).reversed();
      case COMMANDS -> Comparator.comparingLong(SessionView::commands).reversed();
    };
  }

  private static Comparator<SessionView> longest(
      Function<SessionView, @Nullable Duration> lasting) {
    return Comparator.comparing(lasting, Comparator.nullsLast(Comparator.reverseOrder()));
  }

  /** As URLs have it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** As a column is called. */
  public String label() {
    return label;
  }

  /** As {@code aria-sort} says it. */
  public String direction() {
    return direction;
  }
}
