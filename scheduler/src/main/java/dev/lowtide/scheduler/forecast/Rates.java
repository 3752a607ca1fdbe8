package dev.lowtide.scheduler.forecast;

import dev.lowtide.scheduler.shrink.RunTiming;
import dev.lowtide.scheduler.shrink.Work;
import java.time.Duration;
import java.util.List;

/**
 * How long each part of a run takes where nobody has measured it yet.
 *
 * <p>Fitted to 44 kinds of tables, shrunk on two cores with nobody else at work. A server of one's
 * own is some factor faster or slower, and clients take their share; that is what is learnt.
 */
final class Rates {

  /** Undo, redo and the binary log of a row, and its place in a page. */
  private static final double SECONDS_PER_ROW_COPIED = 2.3e-6;

  /** One statement writes neither undo nor rows to the binary log. */
  private static final double SECONDS_PER_ROW_REBUILT = 1.5e-6;

  private static final double SECONDS_PER_BYTE_COPIED = 1 / 165e6;

  /** Pages are compressed as they are filled, and again as they are written. */
  private static final double SECONDS_PER_BYTE_COMPRESSED = 1 / 7.5e6;

  /** Sorted, then written in order. */
  private static final double SECONDS_PER_ENTRY_ADDED = 0.8e-6;

  /** Each looked up in a tree of its own while rows come. */
  private static final double SECONDS_PER_ENTRY_INSERTED = 3e-6;

  /** Checksums of both tables. */
  private static final double SECONDS_PER_ROW_COMPARED = 1.4e-6;

  private static final double SECONDS_PER_BYTE_COMPARED = 1 / 600e6;

  /** A JSON document becomes text before it is summed up. */
  private static final double SECONDS_PER_BYTE_WRITTEN_OUT = 1 / 60e6;

  /** Statements that find nothing to do yet. */
  private static final double SECONDS_TO_BEGIN_INDEXING = 0.15;

  private static final double SECONDS_TO_BEGIN_COMPARING = 0.04;

  /** Checks, a look at all sessions, purge, statistics, whatever the size. */
  private static final double SECONDS_BESIDES = 0.1;

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
              + work.bytes().bytes()
                  * (work.isCompressed() ? SECONDS_PER_BYTE_COMPRESSED : SECONDS_PER_BYTE_COPIED)
              + (isCopy ? 0 : entries * SECONDS_PER_ENTRY_INSERTED);
      case INDEXING ->
          isCopy && entries > 0 ? SECONDS_TO_BEGIN_INDEXING + entries * SECONDS_PER_ENTRY_ADDED : 0;
      case COMPARING ->
          SECONDS_TO_BEGIN_COMPARING
              + work.rows() * SECONDS_PER_ROW_COMPARED
              + work.bytes().bytes()
                  * (work.hasDocuments()
                      ? SECONDS_PER_BYTE_WRITTEN_OUT
                      : SECONDS_PER_BYTE_COMPARED);
      case REST -> SECONDS_BESIDES;
    };
  }
}
