package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.ByteSize;
import java.util.OptionalLong;

/**
 * Room on the server's disks, where those are places that we can see.
 *
 * @param freeForData bytes free where the data lies
 * @param freeForSorting bytes free where indexes are sorted
 * @param largestIndex of those that may be added at the end, by the server's statistics
 */
public record DiskFacts(
    OptionalLong freeForData, OptionalLong freeForSorting, ByteSize largestIndex) {

  public static final DiskFacts UNSEEN =
      new DiskFacts(OptionalLong.empty(), OptionalLong.empty(), ByteSize.ZERO);
}
