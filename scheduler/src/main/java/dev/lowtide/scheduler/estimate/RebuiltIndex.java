package dev.lowtide.scheduler.estimate;

/**
 * The pages of an index after a rebuild.
 *
 * @param leafPages its leaves
 * @param longPages of values too long for their rows; they lie in the leaves' segment
 * @param nodePages above the leaves
 * @param doubt in leaf pages, either way: how well its fill can be foretold
 * @param isScattered whether its pages were split in the middle, and its segment keeps an eighth of
 *     its pages for more of that
 */
record RebuiltIndex(
    double leafPages, double longPages, double nodePages, double doubt, boolean isScattered) {

  /*
   * The limit of splits in random order is the logarithm of 2. Between 55 and 96 in 100 were
   * measured, 70 on average: it depends on how far the order of the key goes with that of the rows.
   */
  private static final double SCATTERED_FILL = 0.7;
  private static final double SCATTERED_DOUBT = 0.3;
  /* A compressed page's content is known by what others held. */
  private static final double COMPRESSED_DOUBT = 0.08;
  private static final double POINTER_BYTES = 24;

  static RebuiltIndex of(IndexSpace index, Measurement table, boolean isBuiltByInserts) {
    int pageSize = (int) table.pageSize().bytes();
    boolean isScattered = !index.isClustered() && isBuiltByInserts;
    double leaves = leaves(index, table);
    double doubt = table.isCompressed() ? COMPRESSED_DOUBT * leaves : 0;
    if (isScattered && leaves > 1) {
      leaves /= SCATTERED_FILL;
      doubt = SCATTERED_DOUBT * leaves;
    }
    leaves = Math.max(1, Math.ceil(leaves));
    double longPages = (double) index.longValues().bytes() / pageSize;
    double nodes = nodes(leaves, index.packing(), pageSize, isScattered);
    return new RebuiltIndex(leaves, longPages, nodes, doubt, isScattered);
  }

  private static double leaves(IndexSpace index, Measurement table) {
    Packing packing = index.packing();
    if (table.isCompressed() && packing.leafCapacity() > 0) {
      return (double) index.entryBytes().bytes() / packing.leafCapacity();
    }
    double mean = index.entries() == 0 ? 0 : (double) index.entryBytes().bytes() / index.entries();
    boolean leavesRoom = index.isClustered() && !table.isCompressed();
    return new LeafPacking((int) table.pageSize().bytes(), packing.isRedundant(), leavesRoom)
        .leaves(index.entries(), mean, packing.widths());
  }

  /** A root that is a leaf has nothing above it. */
  private static double nodes(double leaves, Packing packing, int pageSize, boolean isScattered) {
    double pointer = packing.pointerBytes() > 0 ? packing.pointerBytes() : POINTER_BYTES;
    double capacity = new LeafPacking(pageSize, packing.isRedundant(), false).capacity();
    double each =
        Math.max(2, Math.floor(capacity * (isScattered ? SCATTERED_FILL : 1) / (pointer + 0.5)));
    double nodes = 0;
    for (double level = leaves; level > 1; ) {
      level = Math.ceil(level / each);
      nodes += level;
    }
    return nodes;
  }
}
