package dev.lowtide.scheduler.estimate;

import dev.lowtide.scheduler.shrink.ByteSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * From what a table holds to what its file or files will take after a rebuild: rows packed into
 * pages, pages into segments, segments into a file. Entries that are marked as deleted are not
 * copied; whether a rebuild is worth while before they are purged is not decided here.
 */
public final class RebuildModel {

  private RebuildModel() {}

  /** With no secondary key there before the rows. */
  public static SizeRange after(Measurement table, RebuiltBy by) {
    return after(table, by, Set.of());
  }

  /**
   * The same, for a copy with some keys there from its beginning.
   *
   * @param keysFromBeginning names of secondary keys that get their entries row by row even where
   *     others are built afterwards: unique ones in a shadow copy
   */
  public static SizeRange after(Measurement table, RebuiltBy by, Set<String> keysFromBeginning) {
    if (table.parts().isEmpty()) {
      return file(table, by, keysFromBeginning);
    }
    return table.parts().stream()
        .map(part -> after(part, by, keysFromBeginning))
        .reduce(new SizeRange(ByteSize.ZERO, ByteSize.ZERO, ByteSize.ZERO), RebuildModel::sum);
  }

  private static SizeRange sum(SizeRange a, SizeRange b) {
    return new SizeRange(
        a.low().plus(b.low()), a.likely().plus(b.likely()), a.high().plus(b.high()));
  }

  private static SizeRange file(Measurement table, RebuiltBy by, Set<String> keysFromBeginning) {
    List<RebuiltIndex> inserted = new ArrayList<>();
    List<RebuiltIndex> loaded = new ArrayList<>();
    for (IndexSpace index : table.indexes()) {
      boolean isByInserts = isByInserts(index, by, keysFromBeginning);
      (isByInserts ? inserted : loaded).add(RebuiltIndex.of(index, table, isByInserts));
    }
    int pageSize = (int) table.pageSize().bytes();
    RebuiltFile file = new RebuiltFile(pageSize, table.isCompressed());
    double likely = file.bytes(inserted, loaded, by);
    double doubt = 0;
    for (RebuiltIndex index : concat(inserted, loaded)) {
      doubt += index.doubt() + table.error() * (index.leafPages() + index.longPages());
    }
    double either = doubt * pageSize + file.grain(likely);
    double least = Math.min(likely, 4.0 * pageSize);
    return new SizeRange(
        size(Math.max(least, likely - either)), size(likely), size(likely + either));
  }

  private static List<RebuiltIndex> concat(List<RebuiltIndex> some, List<RebuiltIndex> others) {
    List<RebuiltIndex> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }

  private static boolean isByInserts(
      IndexSpace index, RebuiltBy by, Set<String> keysFromBeginning) {
    if (index.packing().isSpatial()) {
      return true;
    }
    return switch (by) {
      case SHADOW_COPY -> index.isClustered() || keysFromBeginning.contains(index.name());
      case COPY_UNDER_HOLD -> true;
      case IN_PLACE -> false;
    };
  }

  private static ByteSize size(double bytes) {
    return new ByteSize(Math.round(bytes));
  }
}
