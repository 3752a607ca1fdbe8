package dev.lowtide.console;

import io.javalin.http.Context;
import java.util.Map;
import java.util.regex.Pattern;

/** How many rows of a list are asked for, and where the next ones are. */
final class ListPage {

  /** A page that still loads at once. */
  static final int LIMIT_MAX = 500;

  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  private ListPage() {}

  /** {@code ?limit=50}. */
  static int limit(Requests.Query query, int otherwise) {
    String text = query.get("limit");
    if (text == null || text.isEmpty()) {
      return otherwise;
    }
    int limit = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new IllegalArgumentException(
          "limit: '" + text + "' (expected: 1 to " + LIMIT_MAX + ")");
    }
    return limit;
  }

  /** Says where the list goes on: {@code Link} with {@code rel="next"}. */
  static void link(Context context, Map<String, String> query) {
    StringBuilder url = new StringBuilder();
    query.forEach(
        (name, value) -> {
          if (!value.isEmpty()) {
            url.append(url.isEmpty() ? '?' : '&').append(name).append('=');
            url.append(Format.query(value));
          }
        });
    context.header("Link", "<" + context.path() + url + ">; rel=\"next\"");
  }
}
