package dev.lowtide.app;

import dev.lowtide.console.Format;
import dev.lowtide.scheduler.shrink.ByteSize;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Prints answers for people. */
final class Texts {

  private final PrintWriter out;

  Texts(PrintWriter out) {
    this.out = out;
  }

  /** A name and its value, aligned with others of its kind. */
  void field(String name, Object value) {
    out.printf("%-24s %s%n", name, value);
  }

  /** Columns as wide as they must be; the last one as wide as it likes. */
  void table(List<String> header, List<List<String>> rows) {
    List<List<String>> all = new ArrayList<>();
    all.add(header);
    all.addAll(rows);
    for (List<String> row : all) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        boolean isLast = column == row.size() - 1;
        line.append(isLast ? row.get(column) : padded(row.get(column), width(all, column)));
      }
      out.println(line.toString().stripTrailing());
    }
  }

  /** How all conditions for quiet stand. */
  void conditions(JsonNode conditions) {
    List<List<String>> rows = new ArrayList<>();
    conditions.forEach(condition -> rows.add(row(condition)));
    if (!rows.isEmpty()) {
      table(List.of("CONDITION", "STATE", "SINCE", "QUIET", "SEEN"), rows);
    }
  }

  private static List<String> row(JsonNode condition) {
    boolean isMet = condition.path("isMet").asBoolean();
    return List.of(
        condition.path("signal").asString(""),
        isMet ? "met" : condition.path("isBlind").asBoolean() ? "blind" : "not met",
        condition.path("sinceSeconds").asLong() + " s",
        condition.path("limit").asString(""),
        condition.path("value").asString(""));
  }

  void line(String text) {
    out.println(text);
  }

  /** Who a run waits for, and what ends them. */
  void blockers(JsonNode blockers) {
    for (JsonNode blocker : blockers) {
      out.println("  waiting for " + blocker.path("text").asString(""));
      String transaction = blocker.path("transaction").asString("");
      if (!transaction.isEmpty()) {
        String threadId = blocker.path("threadId").asString("");
        out.println("    lowtide end " + threadId + " --transaction " + transaction);
      }
    }
  }

  /** Whether everything is held. */
  void held(JsonNode answer) {
    JsonNode held = answer.path("held");
    out.println(
        answer.path("isHeld").asBoolean()
            ? "everything is held by " + held.path("by").asString("")
            : "nothing is held: runs may begin");
  }

  static String names(JsonNode names) {
    List<String> texts = new ArrayList<>();
    names.forEach(name -> texts.add(name.asString("")));
    return String.join(", ", texts);
  }

  /** How long ago, as pages say it. */
  static String age(JsonNode duration) {
    return Format.duration(Duration.parse(duration.asString("PT0S")));
  }

  void run(JsonNode run) {
    String reason = run.path("reason").asString("");
    out.println(
        "run "
            + run.path("id").asLong()
            + " for "
            + run.path("plan").path("subject").asString("")
            + " is "
            + state(run)
            + (reason.isEmpty() ? "" : ": " + reason));
  }

  static String state(JsonNode run) {
    return run.path("state").asString("").toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  static ByteSize size(JsonNode bytes) {
    return new ByteSize(bytes.asLong());
  }

  static String millis(JsonNode duration) {
    return Duration.parse(duration.asString("PT0S")).toMillis() + " ms";
  }

  private static int width(List<List<String>> rows, int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length() + 2);
  }
}
