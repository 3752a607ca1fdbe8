package dev.lowtide.scheduler.copy;

import java.util.Set;

/**
 * Rows that changed, told once however often they changed.
 *
 * @param keys before and after: a change of the key names both. Some may be of a transaction after
 *     that boundary, if it is too long to be told at once
 * @param upTo a boundary of transactions; all changes before it are in these or in earlier ones
 * @param mark the highest number of our own marks so far: what was committed before it was written
 *     has been told, XA transactions that are not decided excepted; 0 for none
 */
public record Changes(Set<RowKey> keys, BinlogPosition upTo, long mark) {

  public Changes {
    keys = Set.copyOf(keys);
  }
}
