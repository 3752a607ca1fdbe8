package dev.lowtide.scheduler.journal;

import dev.lowtide.scheduler.operator.RunFilter;
import dev.lowtide.scheduler.operator.RunSearch;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Finds runs by their number downwards, so that a page that is far behind costs no more than the
 * first one. Safe for any thread.
 */
final class RunsFound implements RunSearch {

  private final Jdbi jdbi;

  RunsFound(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  @Override
  public List<ShrinkRun> runs(RunFilter filter, int max) {
    Map<String, Object> values = new LinkedHashMap<>();
    if (!canBeFound(filter.table()) || !canBeFound(filter.requestedBy())) {
      return List.of();
    }
    String sql = "SELECT * FROM run " + where(filter, values) + " ORDER BY id DESC LIMIT " + max;
    return jdbi.withHandle(
        handle -> {
          Query query = handle.createQuery(sql);
          values.forEach(query::bind);
          return query.map((row, context) -> RunRow.read(row)).list();
        });
  }

  private static boolean canBeFound(@Nullable String text) {
    return text == null || StoreText.canBeFound(text);
  }

  /** Conditions are ours, values are bound. */
  private static String where(RunFilter filter, Map<String, Object> values) {
    List<String> conditions = new ArrayList<>();
    if (filter.before() != null) {
      conditions.add("id < :before");
      values.put("before", filter.before().value());
    }
    if (filter.state() != null) {
      conditions.add("state = :state");
      values.put("state", filter.state().name());
    }
    if (filter.requestedBy() != null) {
      conditions.add("requested_by = :by");
      values.put("by", filter.requestedBy());
    }
    if (filter.from() != null) {
      conditions.add("requested_at >= :from");
      values.put("from", filter.from().toEpochMilli());
    }
    if (filter.to() != null) {
      conditions.add("requested_at < :to");
      values.put("to", filter.to().toEpochMilli());
    }
    if (filter.table() != null) {
      conditions.add("LOWER(CONCAT(table_schema, '.', table_name)) LIKE :table ESCAPE '!'");
      values.put("table", "%" + escaped(filter.table()) + "%");
    }
    return conditions.isEmpty() ? "" : "WHERE " + String.join(" AND ", conditions);
  }

  /** Names have underscores, which would stand for anything; backslashes differ between stores. */
  private static String escaped(String part) {
    return part.toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0");
  }
}
