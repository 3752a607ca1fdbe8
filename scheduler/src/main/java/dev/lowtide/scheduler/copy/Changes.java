package dev.lowtide.scheduler.copy;

import java.util.Set;

/**
 * Rows that changed, told once however often they changed.
 *
 * @param keys before and after: a change of the key names both
 * @param upTo a boundary of transactions; all changes before it are in these or in earlier ones
 * @param mark the highest number of our own marks before that boundary; 0 for none
 */
public record Changes(Set<RowKey> keys, BinlogPosition upTo, long mark) {

  public Changes {
    keys = Set.copyOf(keys);
  }
}
