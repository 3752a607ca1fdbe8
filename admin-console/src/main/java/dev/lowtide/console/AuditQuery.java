package dev.lowtide.console;

import dev.lowtide.scheduler.operator.AuditEntry;
import dev.lowtide.scheduler.operator.AuditFilter;
import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** Which part of the audit trail a URL asks for: {@code ?by=ann&run=7&before=4711&limit=50}. */
final class AuditQuery {

  /** As many as a page shows and still loads at once. */
  static final int LIMIT = 100;

  /** No number of ours is longer. */
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

  private AuditQuery() {}

  static AuditFilter filter(Context context) {
    return new AuditFilter(
        text(context, "by"),
        text(context, "action"),
        text(context, "text"),
        number(context, "run", 0),
        number(context, "before", 0),
        Math.toIntExact(Math.min(number(context, "limit", LIMIT), Integer.MAX_VALUE)));
  }

  /** The query of the page behind this one; empty if there is none. */
  static String older(AuditFilter filter, List<AuditEntry> entries) {
    if (entries.size() < filter.limit()) {
      return "";
    }
    StringBuilder query = new StringBuilder("?before=" + entries.get(entries.size() - 1).id());
    append(query, "by", filter.by());
    append(query, "action", filter.action());
    append(query, "text", filter.text());
    append(query, "run", filter.run() == 0 ? "" : String.valueOf(filter.run()));
    append(query, "limit", filter.limit() == LIMIT ? "" : String.valueOf(filter.limit()));
    return query.toString();
  }

  private static void append(StringBuilder query, String name, String value) {
    if (!value.isEmpty()) {
      query.append('&').append(name).append('=');
      query.append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
  }

  private static String text(Context context, String name) {
    String value = context.queryParam(name);
    return value == null ? "" : value.strip();
  }

  private static long number(Context context, String name, long otherwise) {
    String value = text(context, name);
    if (value.isEmpty()) {
      return otherwise;
    }
    if (!NUMBER.matcher(value).matches()) {
      throw new IllegalArgumentException(name + ": '" + value + "' (expected: a number)");
    }
    return Long.parseLong(value);
  }
}
