package dev.lowtide.scheduler.innodb;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What one tablespace file holds.
 *
 * <p>It is what the server has written. Pages that it has changed in its buffer pool and not yet
 * written are as they were before: the number is wrong by at most what these pages hold, and the
 * server says how many of the whole pool there are ({@code Innodb_buffer_pool_pages_dirty}). Who
 * needs less waits until that is small, or asks for {@code FLUSH TABLES … FOR EXPORT}.
 *
 * @param spaceId as in INFORMATION_SCHEMA.INNODB_TABLESPACES
 * @param pageSize in the file
 * @param isCompressed ROW_FORMAT=COMPRESSED
 * @param isShared a general tablespace
 * @param freePages of extents that belong to nobody
 * @param reservedPages unused ones of extents that belong to an index
 * @param freeFragmentPages unused ones of extents that are given out page by page
 * @param indexes in the order of their numbers
 * @param unwrittenPages that are in use and were still zeroes in the file, among those read
 * @param tornPages that did not fit together, among those read
 * @param pagesRead of indexes and long values
 * @param isWhole whether all were read; otherwise a sample of extents was
 */
public record SpaceScan(
    Path file,
    long spaceId,
    int pageSize,
    boolean isCompressed,
    boolean isShared,
    long fileBytes,
    long freePages,
    long reservedPages,
    long freeFragmentPages,
    List<IndexScan> indexes,
    long unwrittenPages,
    long tornPages,
    long pagesRead,
    boolean isWhole,
    long bytesRead,
    Duration took) {

  public SpaceScan {
    indexes = List.copyOf(indexes);
  }
}
