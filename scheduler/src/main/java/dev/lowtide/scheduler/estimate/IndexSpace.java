package dev.lowtide.scheduler.estimate;

import dev.lowtide.scheduler.shrink.ByteSize;

/**
 * What one index holds and takes.
 *
 * @param name its name, or {@code index 157} where only its number is known
 * @param entries that are alive, in its leaves
 * @param entryBytes of those, with their headers and nothing of the pages around them
 * @param longValues bytes of values of those that lie in pages of their own, whole pages counted
 * @param allocated bytes of all pages that are its own, long values among them
 * @param unpurged bytes of entries that are marked as deleted and cannot be given back yet, with
 *     their long values
 * @param packing what is known of how its entries fill pages
 */
public record IndexSpace(
    String name,
    boolean isClustered,
    long entries,
    ByteSize entryBytes,
    ByteSize longValues,
    ByteSize allocated,
    ByteSize unpurged,
    Packing packing) {

  /** One of which no more than the sums is known. */
  public IndexSpace(
      String name,
      boolean isClustered,
      long entries,
      ByteSize entryBytes,
      ByteSize longValues,
      ByteSize allocated,
      ByteSize unpurged) {
    this(name, isClustered, entries, entryBytes, longValues, allocated, unpurged, Packing.UNKNOWN);
  }
}
