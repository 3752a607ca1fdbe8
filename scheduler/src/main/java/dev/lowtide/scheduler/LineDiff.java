package dev.lowtide.scheduler;

import dev.lowtide.scheduler.operator.DiffLine;
import java.util.ArrayList;
import java.util.List;

/** What it takes to make one text another, line by line, with as many lines kept as can be. */
final class LineDiff {

  /**
   * Its table has a cell for each pair of lines: 16 MB for this many. Definitions are far shorter.
   */
  private static final int LINES_MAX = 2000;

  private LineDiff() {}

  static List<DiffLine> of(List<String> before, List<String> after) {
    List<String> old = before.subList(0, Math.min(before.size(), LINES_MAX));
    List<String> fresh = after.subList(0, Math.min(after.size(), LINES_MAX));
    int[][] kept = kept(old, fresh);
    List<DiffLine> diff = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < old.size() || j < fresh.size()) {
      if (i < old.size() && j < fresh.size() && old.get(i).equals(fresh.get(j))) {
        diff.add(new DiffLine(' ', old.get(i++)));
        j++;
      } else if (j == fresh.size() || (i < old.size() && kept[i + 1][j] >= kept[i][j + 1])) {
        diff.add(new DiffLine('-', old.get(i++)));
      } else {
        diff.add(new DiffLine('+', fresh.get(j++)));
      }
    }
    return diff;
  }

  /** How many lines the two have in common from each pair of places on. */
  private static int[][] kept(List<String> old, List<String> fresh) {
    int[][] kept = new int[old.size() + 1][fresh.size() + 1];
    for (int i = old.size() - 1; i >= 0; i--) {
      for (int j = fresh.size() - 1; j >= 0; j--) {
        kept[i][j] =
            old.get(i).equals(fresh.get(j))
                ? kept[i + 1][j + 1] + 1
                : Math.max(kept[i + 1][j], kept[i][j + 1]);
      }
    }
    return kept;
  }
}
