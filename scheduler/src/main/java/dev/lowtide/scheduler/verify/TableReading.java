package dev.lowtide.scheduler.verify;

import java.util.Map;

/**
 * What a table holds, small enough to compare.
 *
 * @param definition SHOW CREATE TABLE without its AUTO_INCREMENT counter
 * @param autoIncrement the next value, unsigned, or 0 if it has none
 * @param rows how many there are
 * @param checksum sum and exclusive or of a checksum over every column of every row
 * @param indexEntries rows by the count of each index
 */
public record TableReading(
    String definition,
    long autoIncrement,
    long rows,
    String checksum,
    Map<String, Long> indexEntries) {

  public TableReading {
    indexEntries = Map.copyOf(indexEntries);
  }
}
