package dev.lowtide.scheduler.forecast;

import dev.lowtide.scheduler.shrink.RunTiming;
import dev.lowtide.scheduler.shrink.Work;
import java.time.Duration;
import java.util.List;

/**
 * How long each part of a run takes where nobody has measured it yet.
 *
 * <p>Measured on two cores with nobody else at work: 180,000 rows of 272 bytes and one secondary
 * index took 0.7 s to copy, 0.4 s to index and 0.4 s to compare. A server of one's own is some
 * factor faster or slower, and clients take their share; that is what is learnt.
 */
final class Rates {

  /** Undo, redo and the binary log of a row, and its place in a page. */
  private static final double SECONDS_PER_ROW_COPIED = 2.5e-6;

  /** One statement writes neither undo nor rows to the binary log. */
  private static final double SECONDS_PER_ROW_REBUILT = 1.5e-6;

  private static final double SECONDS_PER_BYTE_COPIED = 1 / 200e6;

  /** Sorted, then written in order. */
  private static final double SECONDS_PER_ENTRY_ADDED = 2.2e-6;

  /** Each looked up in a tree of its own while rows come. */
  private static final double SECONDS_PER_ENTRY_INSERTED = 3e-6;

  /** Checksums of both tables: a microsecond a row in each. */
  private static final double SECONDS_PER_ROW_COMPARED = 1.9e-6;

  private static final double SECONDS_PER_BYTE_COMPARED = 1 / 800e6;

  /** Checks, a look at all sessions, purge, statistics, whatever the size. */
  private static final double SECONDS_BESIDES = 0.6;

  private Rates() {}

  /** Parts of a run, each with its own rate. */
  enum Part {
    COPYING,
    INDEXING,
    COMPARING,
    REST;

    static final List<Part> ALL = List.of(values());

    /** Seconds that it took. */
    double of(RunTiming timing) {
      Duration took =
          switch (this) {
            case COPYING -> timing.copying();
            case INDEXING -> timing.indexing();
            case COMPARING -> timing.comparing();
            case REST -> timing.rest();
          };
      return took.toMillis() / 1000.0;
    }
  }

  /** Seconds that it takes on a server that nobody knows. */
  static double seconds(Part part, Work work) {
    boolean isCopy = work.method().isCopy();
    double entries = (double) work.rows() * work.keys();
    return switch (part) {
      case COPYING ->
          work.rows() * (isCopy ? SECONDS_PER_ROW_COPIED : SECONDS_PER_ROW_REBUILT)
              + work.bytes().bytes() * SECONDS_PER_BYTE_COPIED
              + (isCopy ? 0 : entries * SECONDS_PER_ENTRY_INSERTED);
      case INDEXING -> isCopy ? entries * SECONDS_PER_ENTRY_ADDED : 0;
      case COMPARING ->
          work.rows() * SECONDS_PER_ROW_COMPARED + work.bytes().bytes() * SECONDS_PER_BYTE_COMPARED;
      case REST -> SECONDS_BESIDES;
    };
  }
}
