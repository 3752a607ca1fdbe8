package dev.lowtide.console;

import dev.lowtide.scheduler.shrink.RunId;
import io.javalin.http.Context;

/**
 * What requests carry. What is missing or malformed is refused with the value and what was
 * expected.
 */
final class Requests {

  private Requests() {}

  static RunId runId(Context context) {
    String text = context.pathParam("id");
    try {
      return new RunId(Long.parseLong(text));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("run: '" + text + "' (expected: its number)", e);
    }
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
