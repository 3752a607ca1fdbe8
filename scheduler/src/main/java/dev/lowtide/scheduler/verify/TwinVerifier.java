package dev.lowtide.scheduler.verify;

import dev.lowtide.scheduler.copy.RowKey;
import dev.lowtide.scheduler.shrink.Verification;
import dev.lowtide.scheduler.shrink.Verification.Verdict;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Proves that a copy, which follows its original, holds the same rows.
 *
 * <pre>
 * step, step, step …             every row is compared once; those that differ are suspects
 * onApplied after every apply    rows that changed are compared again
 * onMark, [mark, apply what came before it], settle
 *                                a suspect without a change of its own is a difference
 * </pre>
 *
 * <p>A row may differ because its change is not applied yet. Then that change comes before a mark
 * that is written after the row was seen; so until that mark is reached nothing is said, and then
 * it must have come. Confined to the copy's thread, on which changes are applied, too.
 */
public final class TwinVerifier {

  /**
   * A row that is explained, and differs again, so often changes faster than it is followed: only a
   * lock on the table can show that it is the same.
   */
  public static final int ROUNDS_MAX = 10;

  /** Some megabytes of keys, and seconds to compare them anew. */
  private static final int DUE = 10_000;

  /** Beyond what comes together while settling is due; tens of megabytes of keys. */
  private static final int SUSPECTS_MAX = 100_000;

  private static final int NAMED_MAX = 5;

  private final TwinReader reader;
  private final InstantSource clock;
  private final ChunkServo servo = new ChunkServo();
  private final Suspects suspects = new Suspects();
  private final Set<RowKey> applied = new HashSet<>();
  private final Set<RowKey> different = new HashSet<>();
  private Map<String, Long> entries = Map.of();
  private @Nullable RowKey comparedTo;
  private boolean isThrough;
  private long rows;
  private long rowsAgain;

  public TwinVerifier(TwinReader reader, InstantSource clock) {
    this.reader = reader;
    this.clock = clock;
  }

  /**
   * Compares the next rows, as many as fit the time.
   *
   * @return whether all rows are compared
   */
  public boolean step(Duration chunkTime) {
    if (!isThrough) {
      long begun = clock.millis();
      TwinReader.Span span = reader.compare(comparedTo, servo.rows());
      servo.onChunk(Duration.ofMillis(clock.millis() - begun), chunkTime);
      suspects.see(span.differing());
      rows += span.rows();
      comparedTo = span.upTo();
      isThrough = span.isLast();
    }
    return isThrough;
  }

  /** Rows compared by now. */
  public long rowsCompared() {
    return rows;
  }

  /** Changes of these rows were applied just now, and nothing was compared since. */
  public void onApplied(Set<RowKey> keys) {
    suspects.onApplied(keys);
    applied.addAll(keys);
    if (applied.size() >= DUE) {
      compareApplied();
    }
  }

  /** A mark is about to be written. */
  public void onMark() {
    suspects.onMark();
  }

  /** All changes up to the mark that {@link #onMark} told of are applied, and told. */
  public void settle() {
    different.addAll(suspects.unexplained());
    compareApplied();
  }

  /** Whether it is time for a mark, lest too much comes together. */
  public boolean isSettlingDue() {
    return isThrough || suspects.size() + applied.size() >= DUE;
  }

  /** Rows that differed when they were last compared. */
  public Set<RowKey> suspects() {
    return suspects.keys();
  }

  /** Rows that must be compared once more before it can be said that all are the same. */
  public Set<RowKey> open() {
    Set<RowKey> open = new HashSet<>(applied);
    open.addAll(suspects.keys());
    return open;
  }

  /**
   * The open rows were compared while nobody could write to either table, and everything was
   * applied: nothing explains a difference any more.
   */
  public void conclude(Set<RowKey> compared, Set<RowKey> differing) {
    suspects.onApplied(compared);
    suspects.clear(compared);
    applied.removeAll(compared);
    rowsAgain += compared.size();
    different.addAll(differing);
  }

  /** Counts the entries of the copy's indexes; nothing may be applied meanwhile. */
  public void countEntries() {
    entries = new TreeMap<>(reader.entriesOfCopy());
  }

  /** Ends the counting that is at work. May be called by any thread. */
  public void endCounting() {
    reader.endCounting();
  }

  /** Whether there is no use in going on. */
  public boolean isOver() {
    return isDifferent() || suspects.rounds() >= ROUNDS_MAX || isFlooded();
  }

  /** How it stands. */
  public Verification verification() {
    if (isDifferent()) {
      return new Verification(Verdict.DIFFERENT, rows, "DIFFERENT: " + differences());
    }
    if (!isThrough) {
      return unproven(rows + " rows were compared, not all");
    }
    if (suspects.size() > 0) {
      return unproven(
          "%s changed as fast as they were compared, %d times in a row"
              .formatted(named(suspects()), suspects.rounds()));
    }
    return applied.isEmpty() ? same() : unproven(named(applied) + " changed since compared");
  }

  private void compareApplied() {
    if (!applied.isEmpty()) {
      Set<RowKey> differing = reader.differing(applied);
      Set<RowKey> same = new HashSet<>(applied);
      same.removeAll(differing);
      suspects.clear(same);
      suspects.see(differing);
      rowsAgain += applied.size();
      applied.clear();
    }
  }

  private boolean isDifferent() {
    return !different.isEmpty() || entries.values().stream().distinct().count() > 1;
  }

  private boolean isFlooded() {
    return suspects.size() > SUSPECTS_MAX;
  }

  private String differences() {
    if (different.isEmpty()) {
      return "entries of the copy's indexes: " + entries;
    }
    return named(different) + ", and no change in the binary log explains it";
  }

  private Verification same() {
    return new Verification(
        Verdict.SAME,
        rows,
        "%d rows have the same checksum in both tables; %d were compared again after changes%s"
            .formatted(rows, rowsAgain, ofIndexes()));
  }

  private String ofIndexes() {
    return entries.isEmpty()
        ? ""
        : "; each of " + entries.size() + " indexes has as many entries as the copy has rows";
  }

  private Verification unproven(String why) {
    return new Verification(Verdict.UNPROVEN, rows, why);
  }

  private static String named(Collection<RowKey> keys) {
    String names =
        keys.stream()
            .map(RowKey::toString)
            .sorted()
            .limit(NAMED_MAX)
            .collect(Collectors.joining("; "));
    return keys.size()
        + (keys.size() == 1 ? " row (" : " rows (")
        + names
        + (keys.size() > NAMED_MAX ? "; …)" : ")");
  }
}
