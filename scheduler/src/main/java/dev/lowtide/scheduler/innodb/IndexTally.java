package dev.lowtide.scheduler.innodb;

import java.nio.ByteBuffer;

/** What was seen of one index in the extents of one stratum. Confined to one thread. */
final class IndexTally {

  /* Widths are looked up in so many pages, spread evenly: each costs a sorting of its entries. */
  private static final int PAGES_WITH_WIDTHS = 512;

  final Sample widths = new Sample();
  final Sample heaps = new Sample();
  boolean isSpatial;
  boolean isSdi;
  boolean isRedundant;
  double leafPages;
  double nodePages;
  double entries;
  double bytes;
  double marked;
  double markedBytes;
  double garbage;
  double pointers;
  double pointerBytes;

  void add(IndexPage found, ByteBuffer page, SpaceShape shape, int type) {
    isSpatial |= type == PageType.RTREE;
    isSdi |= type == PageType.SDI;
    isRedundant |= !found.isCompact();
    if (found.level() > 0) {
      nodePages++;
      pointers += found.all();
      pointerBytes += found.bytes();
      return;
    }
    leafPages++;
    entries += found.entries();
    double markedHere =
        found.all() == 0 ? 0 : (double) found.bytes() * found.marked() / found.all();
    marked += found.marked();
    markedBytes += markedHere;
    bytes += found.bytes() - markedHere;
    garbage += found.garbage();
    heaps.add(found.heapBytes());
    if (!shape.isZip() && leafPages <= PAGES_WITH_WIDTHS) {
      for (int width : Records.widths(page, shape, found.isCompact())) {
        widths.add(width);
      }
    }
  }

  /** Takes over what another stratum saw of the same index, so many times. */
  void add(IndexTally other, double times) {
    isSpatial |= other.isSpatial;
    isSdi |= other.isSdi;
    isRedundant |= other.isRedundant;
    leafPages += times * other.leafPages;
    nodePages += times * other.nodePages;
    entries += times * other.entries;
    bytes += times * other.bytes;
    marked += times * other.marked;
    markedBytes += times * other.markedBytes;
    garbage += times * other.garbage;
    pointers += times * other.pointers;
    pointerBytes += times * other.pointerBytes;
    widths.add(other.widths);
    heaps.add(other.heaps);
  }
}
