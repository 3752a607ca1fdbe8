package dev.lowtide.scheduler.verify;

import dev.lowtide.scheduler.shrink.Verification;
import dev.lowtide.scheduler.shrink.Verification.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Compares two readings. Any difference is a difference: nothing is repaired or explained away. */
final class Verifier {

  private Verifier() {}

  static Verification compare(TableReading before, TableReading after) {
    List<String> differences = new ArrayList<>();
    addIf(differences, before.rows() != after.rows(), "rows", before.rows(), after.rows());
    addIf(
        differences,
        !before.checksum().equals(after.checksum()),
        "checksum",
        before.checksum(),
        after.checksum());
    addIf(
        differences,
        !before.definition().equals(after.definition()),
        "definition",
        before.definition(),
        after.definition());
    addIf(
        differences,
        Long.compareUnsigned(after.autoIncrement(), before.autoIncrement()) < 0,
        "AUTO_INCREMENT",
        Long.toUnsignedString(before.autoIncrement()),
        Long.toUnsignedString(after.autoIncrement()));
    after
        .indexEntries()
        .forEach(
            (index, entries) ->
                addIf(
                    differences,
                    entries != after.rows(),
                    "entries of " + index,
                    after.rows(),
                    entries));
    return differences.isEmpty() ? same(after) : different(after, differences);
  }

  private static Verification same(TableReading after) {
    return new Verification(
        Verdict.SAME,
        after.rows(),
        after.rows()
            + " rows have the same checksum as before, each of "
            + indexes(after)
            + " indexes counts as many, the definition is the same");
  }

  private static Verification different(TableReading after, List<String> differences) {
    return new Verification(
        Verdict.DIFFERENT, after.rows(), "DIFFERENT: " + String.join("; ", differences));
  }

  private static int indexes(TableReading reading) {
    Map<String, Long> entries = reading.indexEntries();
    return entries.size();
  }

  private static void addIf(
      List<String> differences, boolean isDifferent, String what, Object before, Object after) {
    if (isDifferent) {
      differences.add(what + " was " + before + ", is " + after);
    }
  }
}
