package dev.lowtide.scheduler.copy;

import dev.lowtide.scheduler.copy.OldTables.LinkedFile;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops old tables when they have been kept for long enough, in a quiet moment, and gives their
 * disk back in steps: a file of many gigabytes that goes at once keeps a file system busy for
 * seconds. One step a call, so that whoever calls decides on the rests between them.
 *
 * <p>Nothing is dropped unless the registry says that it is kept and the table that took its place
 * is there. Confined to one thread.
 */
public final class KeptTables {

  /** A disk of 500 MB/s is done with it in half a second at most, and most often at once. */
  public static final long STEP_BYTES = 256L << 20;

  private static final Logger log = LoggerFactory.getLogger(KeptTables.class);

  private final CopyRegistry registry;
  private final OldTables tables;
  private final Duration keepFor;
  private final Predicate<CopyRecord> isOver;
  private final BooleanSupplier isQuiet;
  private final Deque<LinkedFile> files = new ArrayDeque<>();

  /** Copies whose old tables could not be dropped since all the others had their turn. */
  private final Set<Long> inVain = new HashSet<>();

  private boolean hasLookedForFiles;

  /**
   * @param isOver whether the run of that copy is ours and went well, so that nobody has a say in
   *     what is left of it
   */
  public KeptTables(
      CopyRegistry registry,
      OldTables tables,
      Duration keepFor,
      Predicate<CopyRecord> isOver,
      BooleanSupplier isQuiet) {
    if (keepFor.isNegative()) {
      throw new IllegalArgumentException(
          "copy.keepOldFor: " + keepFor + " (expected: PT0S or more)");
    }
    this.registry = registry;
    this.tables = tables;
    this.keepFor = keepFor;
    this.isOver = isOver;
    this.isQuiet = isQuiet;
  }

  /** Does the next thing that is due, if there is one and it is quiet; says what, in words. */
  public Optional<String> step() {
    if (!isQuiet.getAsBoolean()) {
      return Optional.empty();
    }
    if (!hasLookedForFiles) {
      files.addAll(tables.leftovers());
      hasLookedForFiles = true;
    }
    return files.isEmpty() ? dropNext() : Optional.of(shrinkNext());
  }

  /** Whether {@link #step} has anything to do, were it quiet. */
  public boolean isAnythingDue() {
    return !files.isEmpty() || !hasLookedForFiles || registry.all().stream().anyMatch(this::isDue);
  }

  /**
   * Drops the old table of a copy whatever its time, if the table that took its place is there.
   * Says what was done, in words.
   */
  public Optional<String> dropNow(long copyId) {
    return registry.all().stream()
        .filter(copy -> copy.id() == copyId && copy.phase() == CopyPhase.KEPT)
        .filter(copy -> tables.exists(copy.table().original()))
        .findFirst()
        .map(this::drop);
  }

  /** Whether its time is over, by the server's clock. */
  private boolean isDue(CopyRecord copy) {
    return copy.phase() == CopyPhase.KEPT
        && isOver.test(copy)
        && !copy.keptSince().plus(keepFor).isAfter(tables.now())
        && tables.exists(copy.table().original());
  }

  /** One that cannot be dropped, since somebody has it locked, comes last the next time. */
  private Optional<String> dropNext() {
    List<CopyRecord> due = registry.all().stream().filter(this::isDue).toList();
    if (due.stream().allMatch(copy -> inVain.contains(copy.id()))) {
      inVain.clear();
    }
    return due.stream()
        .filter(copy -> !inVain.contains(copy.id()))
        .findFirst()
        .map(this::dropInItsTurn);
  }

  private String dropInItsTurn(CopyRecord copy) {
    inVain.add(copy.id());
    String text = drop(copy);
    inVain.remove(copy.id());
    return text;
  }

  private String drop(CopyRecord copy) {
    String how = "it was gone already";
    if (tables.exists(copy.table().old())) {
      OldTables.Dropped dropped = tables.drop(copy.table().old());
      files.addAll(dropped.files());
      how = dropped.text();
    }
    registry.forget(copy.id());
    String text = copy.table().old() + ", kept since " + copy.keptSince() + ", is dropped: " + how;
    log.info("copy={} {}", copy.id(), text);
    return text;
  }

  private String shrinkNext() {
    LinkedFile file = files.getFirst();
    long left;
    try {
      left = file.shrinkBy(STEP_BYTES);
    } catch (UncheckedIOException e) {
      files.removeFirst();
      log.warn("file={} is left to whoever may remove it: {}", file.name(), e.getMessage());
      return file.name() + " cannot be given back: " + e.getMessage();
    }
    if (left > 0) {
      return file.name() + ": " + left + " bytes are left to give back";
    }
    files.removeFirst();
    log.info("file={} is given back", file.name());
    return file.name() + ": all is given back";
  }
}
