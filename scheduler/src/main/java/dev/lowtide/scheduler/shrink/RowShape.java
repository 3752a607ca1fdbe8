package dev.lowtide.scheduler.shrink;

/**
 * What makes a row dear to move, besides its bytes.
 *
 * @param columns those that are stored
 * @param pageRatio bytes of a page in memory for one of it on disk: 1 where pages are not
 *     compressed
 * @param hasDocuments whether there are JSON columns
 * @param isHashed whether rows in order of the key come from all partitions at once
 */
public record RowShape(int columns, int pageRatio, boolean hasDocuments, boolean isHashed) {

  /** As most tables are. */
  public static final RowShape PLAIN = new RowShape(4, 1, false, false);

  public boolean isCompressed() {
    return pageRatio > 1;
  }
}
