package dev.lowtide.it.chaos;

import java.util.List;

/** Triggers that show whether they fire as often as they should. */
final class Triggers {

  private Triggers() {}

  /** A log, and triggers that write a line into it for each row that clients change. */
  static List<String> writingTo(String log, String table) {
    return List.of(
        "CREATE TABLE "
            + log
            + " (id bigint PRIMARY KEY AUTO_INCREMENT, op char(1), slot bigint, stamp bigint)",
        trigger(log, table, "INSERT", "NEW"),
        trigger(log, table, "UPDATE", "NEW"),
        trigger(log, table, "DELETE", "OLD"));
  }

  /** One that makes a row's content depend on how often it fired. */
  static String countingTouches(String table) {
    return "CREATE TRIGGER %1$s_t BEFORE UPDATE ON %1$s FOR EACH ROW SET NEW.touched = OLD.touched + 1"
        .formatted(table);
  }

  private static String trigger(String log, String table, String event, String row) {
    return ("CREATE TRIGGER %1$s_%2$s AFTER %3$s ON %1$s FOR EACH ROW"
            + " INSERT INTO %4$s (op, slot, stamp) VALUES ('%2$s', %5$s.slot, %5$s.stamp)")
        .formatted(table, event.charAt(0), event, log, row);
  }
}
