package dev.lowtide.scheduler.journal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a backup says of itself.
 *
 * @param format of the file; there is one so far
 * @param schema the last migration that the store had
 * @param kind of the store it comes from
 * @param madeAt milliseconds since 1970-01-01 UTC
 * @param tables in the order in which they can be filled
 */
public record BackupManifest(
    int format, String schema, StoreKind kind, long madeAt, List<Content> tables) {

  static final int FORMAT = 1;

  static final String ENTRY = "manifest.json";

  public BackupManifest {
    tables = List.copyOf(tables);
  }

  /**
   * What a table has.
   *
   * @param checksum of its lines, in whatever order
   */
  public record Content(String table, long rows, String checksum) {

    String entry() {
      return entryOf(table);
    }
  }

  static String entryOf(String table) {
    return "tables/" + table + ".jsonl";
  }

  public long rows() {
    return tables.stream().mapToLong(Content::rows).sum();
  }

  /** In words for people. */
  public Map<String, Long> counts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    tables.forEach(content -> counts.put(content.table(), content.rows()));
    return counts;
  }
}
