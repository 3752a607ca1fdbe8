package dev.lowtide.scheduler.operator;

import java.util.Arrays;
import java.util.Locale;

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

  /** The one that {@link #text} calls so. */
  public static SessionOrder of(String text) {
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
