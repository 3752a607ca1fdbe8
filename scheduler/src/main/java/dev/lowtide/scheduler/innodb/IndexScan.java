package dev.lowtide.scheduler.innodb;

import java.util.List;

/**
 * What one index holds. Numbers of a file that was sampled are estimates.
 *
 * @param id as in INFORMATION_SCHEMA.INNODB_INDEXES
 * @param isSdi the server's own description of the table, not an index of it
 * @param isRedundant whether rows are as in ROW_FORMAT=REDUNDANT
 * @param leafPages in use
 * @param nodePages in use above the leaves
 * @param longPages in use by values that are too long for their rows
 * @param entries that are alive
 * @param entryBytes of those, with their headers
 * @param entryBytesError standard error of these and of long values, in bytes
 * @param marked entries that are marked as deleted and not purged
 * @param markedBytes of those
 * @param garbage bytes between entries that belonged to others, in the leaves
 * @param pointerBytes of the average entry above the leaves; 0 if there are none
 * @param widths of living entries at evenly spaced ranks, the smallest first; empty if not known
 * @param leafCapacity bytes that fit into a leaf: of a compressed table, what 90 in 100 leaves do
 *     not exceed; 0 for others, where it follows from the size of a page
 */
public record IndexScan(
    long id,
    boolean isSpatial,
    boolean isSdi,
    boolean isRedundant,
    double leafPages,
    double nodePages,
    double longPages,
    double entries,
    double entryBytes,
    double entryBytesError,
    double marked,
    double markedBytes,
    double garbage,
    double pointerBytes,
    List<Integer> widths,
    int leafCapacity) {

  public IndexScan {
    widths = List.copyOf(widths);
  }
}
