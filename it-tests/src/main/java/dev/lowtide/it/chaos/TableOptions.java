package dev.lowtide.it.chaos;

import java.util.List;
import java.util.Random;

/** What follows the columns in a table's definition. */
final class TableOptions {

  private static final List<String> CHARSETS =
      List.of("utf8mb4", "latin1", "utf8mb4 COLLATE utf8mb4_bin");

  private static final List<String> FORMATS =
      List.of("", "", " ROW_FORMAT=COMPACT", " ROW_FORMAT=DYNAMIC");

  private TableOptions() {}

  static String any(List<ValueColumn> values, Random random) {
    String charset = CHARSETS.get(random.nextInt(CHARSETS.size()));
    return " DEFAULT CHARSET="
        + (hasMoreThanLatin(values) ? "utf8mb4" : charset)
        + FORMATS.get(random.nextInt(FORMATS.size()))
        + (random.nextInt(4) == 0 ? " COMMENT='t''s; \\\\'" : "")
        + (random.nextInt(6) == 0 ? " STATS_PERSISTENT=1 STATS_SAMPLE_PAGES=9" : "");
  }

  static String partitions(KeyShape key, Random random) {
    return " PARTITION BY KEY ("
        + key.parts().get(0).name()
        + ") PARTITIONS "
        + (2 + random.nextInt(3));
  }

  /** Whether a column takes the table's character set and values beyond Latin 1. */
  private static boolean hasMoreThanLatin(List<ValueColumn> values) {
    return values.stream()
        .map(column -> column.type().ddl())
        .anyMatch(ddl -> ddl.equals("varchar(60)") || ddl.equals("text"));
  }
}
