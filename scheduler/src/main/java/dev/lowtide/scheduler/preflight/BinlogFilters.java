package dev.lowtide.scheduler.preflight;

import java.util.List;

/**
 * Schemas whose changes are not all in the binary log.
 *
 * @param only those that are; empty if all are
 * @param not those that are not
 */
public record BinlogFilters(List<String> only, List<String> not) {

  public static final BinlogFilters NONE = new BinlogFilters(List.of(), List.of());

  public BinlogFilters {
    only = List.copyOf(only);
    not = List.copyOf(not);
  }

  /** As --binlog-do-db and --binlog-ignore-db have it for rows: the first of the two decides. */
  boolean isLogged(String schema) {
    return only.isEmpty() ? !not.contains(schema) : only.contains(schema);
  }
}
