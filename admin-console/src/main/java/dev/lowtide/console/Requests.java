package dev.lowtide.console;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.operator.SessionFilter;
import dev.lowtide.scheduler.operator.SessionOrder;
import dev.lowtide.scheduler.shrink.PlanHash;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.Subject;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What requests carry. What is missing or malformed is refused with the value and what was
 * expected.
 */
final class Requests {

  /** A few digits: nobody means more, and more would not fit. */
  private static final Pattern DURATION = Pattern.compile("(\\d{1,5})([mhd])");

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  /** Servers and stores count in 64 bits, and never get that far. */
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

  /** What stands behind the question mark, by name. */
  @FunctionalInterface
  interface Query {
    @Nullable String get(String name);
  }

  private Requests() {}

  static RunId runId(Context context) {
    String text = context.pathParam("id");
    try {
      return new RunId(Long.parseLong(text));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("run: '" + text + "' (expected: its number)", e);
    }
  }

  /** The number of something there is. */
  static long id(Context context) {
    String text = context.pathParam("id");
    if (!NUMBER.matcher(text).matches()) {
      throw new IllegalArgumentException("id: '" + text + "' (expected: its number)");
    }
    return Long.parseLong(text);
  }

  /** The server's id of a session. */
  static long threadId(Context context) {
    String text = context.pathParam("id");
    if (!NUMBER.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "session: '" + text + "' (expected: the server's id of it, a number)");
    }
    return Long.parseLong(text);
  }

  /** {@code ?table=shop.orders&open=true}, both of them optional. */
  static SessionFilter sessionFilter(Query query) {
    String table = query.get("table");
    String open = query.get("open");
    if (open != null && !open.equals("true") && !open.equals("false")) {
      throw new IllegalArgumentException("open: '" + open + "' (expected: true or false)");
    }
    return new SessionFilter(
        table == null || table.isBlank() ? null : TableName.parse(table.strip()),
        Boolean.parseBoolean(open));
  }

  /** {@code ?order=statement}; the longest transaction first if it is left out. */
  static SessionOrder sessionOrder(Query query) {
    String order = query.get("order");
    return order == null || order.isEmpty() ? SessionOrder.TRANSACTION : SessionOrder.of(order);
  }

  /** What is to be made smaller; whoever only knows of tables calls it that. */
  static Subject subject(Context context) {
    String subject = context.queryParam("subject");
    return Subject.parse(subject == null ? query(context, "table") : subject);
  }

  /** The same, from a form. */
  static Subject subjectOfForm(Context context) {
    String subject = context.formParam("subject");
    return Subject.parse(subject == null ? form(context, "table") : subject);
  }

  /** The plan that somebody saw, from a form. */
  static PlanHash planOfForm(Context context) {
    return plan("plan", form(context, "plan"));
  }

  static PlanHash plan(String name, String hash) {
    if (!HASH.matcher(hash).matches()) {
      throw new IllegalArgumentException(
          name + ": '" + hash + "' (expected: a plan's hash, 64 digits and letters from a to f)");
    }
    return new PlanHash(hash);
  }

  /** {@code ?all=true}; false if it is left out. */
  static boolean isTrue(Context context, String name) {
    String value = context.queryParam(name);
    if (value != null && !value.equals("true") && !value.equals("false")) {
      throw new IllegalArgumentException(name + ": '" + value + "' (expected: true or false)");
    }
    return Boolean.parseBoolean(value);
  }

  /** {@code ?for=6h}. */
  static Duration duration(Context context, String name, Duration otherwise) {
    String value = context.queryParam(name);
    if (value == null || value.isBlank()) {
      return otherwise;
    }
    Matcher matcher = DURATION.matcher(value.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          name + ": '" + value + "' (expected: a number with m, h or d)");
    }
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }

  /** {@code ?page=2}; the first if it is left out. */
  static int page(Query query) {
    String text = query.get("page");
    if (text == null || text.isEmpty()) {
      return 1;
    }
    if (!text.matches("[1-9]\\d{0,5}")) {
      throw new IllegalArgumentException("page: '" + text + "' (expected: a number from 1)");
    }
    return Integer.parseInt(text);
  }

  static String query(Context context, String name) {
    String value = context.queryParam(name);
    if (value == null) {
      throw new IllegalArgumentException(name + ": missing (expected: a query parameter)");
    }
    return value;
  }

  static String form(Context context, String name) {
    String value = context.formParam(name);
    if (value == null) {
      throw new IllegalArgumentException(name + ": missing (expected: a field of the form)");
    }
    return value;
  }
}
