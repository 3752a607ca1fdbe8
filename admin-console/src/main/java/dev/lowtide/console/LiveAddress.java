package dev.lowtide.console;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A page as all see it who may do the same on it: what is rendered once for all of them.
 *
 * @param mayDecide whether it has what only those see who may decide
 */
record LiveAddress(String path, Map<String, String> query, boolean mayDecide) {

  /** What pages read of their addresses: anything else would make many pages of one. */
  private static final Set<String> READ =
      Set.of("table", "open", "order", "page", "state", "by", "from", "to", "for", "before");

  /** Our own addresses are a table's name and a few filters long. */
  private static final int LENGTH_MAX = 500;

  LiveAddress {
    query = Map.copyOf(query);
  }

  /** As the browser's address bar has it. */
  static LiveAddress parse(@Nullable String page, boolean mayDecide) {
    if (page == null || !page.startsWith("/") || page.length() > LENGTH_MAX) {
      throw new IllegalArgumentException(
          "page: '" + page + "' (expected: path and query of a page)");
    }
    URI address = URI.create(page);
    return new LiveAddress(address.getPath(), parameters(address.getRawQuery()), mayDecide);
  }

  @Nullable String query(String name) {
    return query.get(name);
  }

  private static Map<String, String> parameters(@Nullable String raw) {
    Map<String, String> query = new TreeMap<>();
    for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals > 0 ? decoded(pair.substring(0, equals)) : "";
      if (READ.contains(name)) {
        query.putIfAbsent(name, decoded(pair.substring(equals + 1)));
      }
    }
    return query;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
