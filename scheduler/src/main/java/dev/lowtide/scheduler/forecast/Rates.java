package dev.lowtide.scheduler.forecast;

import dev.lowtide.scheduler.shrink.RunTiming;
import dev.lowtide.scheduler.shrink.Work;
import java.time.Duration;
import java.util.List;

/**
 * How long each part of a run takes where nobody has measured it yet.
 *
 * <p>Fitted to 44 kinds of tables, shrunk on two cores with nobody else at work, between one
 * machine that took three quarters of this and one that took twice as long. A server of one's own
 * is some factor faster or slower, and clients take their share; that is what is learnt. What one
 * kind of table takes of what another does is taken from here: so many values, bytes that lie among
 * them, and bytes on pages of their own.
 */
final class Rates {

  /** Rows with more have most of it on pages of their own, which are read and written whole. */
  private static final double BYTES_AMONG_VALUES_MAX = 2000;

  /** Read, written to undo, redo and the binary log, and put in its place in a page. */
  private static final double SECONDS_PER_VALUE_COPIED = 0.6e-6;

  /** A row of one partition after a row of another, each looked for among all. */
  private static final double SECONDS_PER_HASHED_ROW_COPIED = 2.8e-6;

  /** One statement writes neither undo nor rows to the binary log. */
  private static final double SECONDS_PER_ROW_REBUILT = 1.5e-6;

  private static final double SECONDS_PER_BYTE_REBUILT = 1 / 165e6;

  private static final double SECONDS_PER_BYTE_COPIED = 10.5e-9;

  private static final double SECONDS_PER_LONG_BYTE_COPIED = 2.9e-9;

  /** Of pages in memory: compressed as they are filled, and again as they are written. */
  private static final double SECONDS_PER_BYTE_COMPRESSED = 44e-9;

  /** Sorted, then written in order. */
  private static final double SECONDS_PER_ENTRY_ADDED = 0.8e-6;

  /** Each looked up in a tree of its own while rows come. */
  private static final double SECONDS_PER_ENTRY_INSERTED = 3e-6;

  /** Checksums of both tables. */
  private static final double SECONDS_PER_VALUE_COMPARED = 0.43e-6;

  private static final double SECONDS_PER_BYTE_COMPARED = 6e-9;

  private static final double SECONDS_PER_LONG_BYTE_COMPARED = 0.8e-9;

  /** A JSON document becomes text before it is summed up. */
  private static final double SECONDS_PER_BYTE_WRITTEN_OUT = 30e-9;

  /** Statements that find nothing to do yet. */
  private static final double SECONDS_TO_BEGIN_INDEXING = 0.15;

  private static final double SECONDS_TO_BEGIN_COMPARING = 0.08;

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
      case COPYING -> isCopy ? copied(work) : rebuilt(work, entries);
      case INDEXING ->
          isCopy && entries > 0 ? SECONDS_TO_BEGIN_INDEXING + entries * SECONDS_PER_ENTRY_ADDED : 0;
      case COMPARING -> SECONDS_TO_BEGIN_COMPARING + compared(work);
      case REST -> SECONDS_BESIDES;
    };
  }

  private static double copied(Work work) {
    double bytes =
        work.shape().isCompressed()
            ? compressed(work)
            : amongValues(work) * SECONDS_PER_BYTE_COPIED
                + onPagesOfTheirOwn(work) * SECONDS_PER_LONG_BYTE_COPIED;
    return bytes
        + values(work) * SECONDS_PER_VALUE_COPIED
        + (work.shape().isHashed() ? work.rows() * SECONDS_PER_HASHED_ROW_COPIED : 0);
  }

  private static double rebuilt(Work work, double entries) {
    double bytes =
        work.shape().isCompressed()
            ? compressed(work)
            : work.bytes().bytes() * SECONDS_PER_BYTE_REBUILT;
    return bytes + work.rows() * SECONDS_PER_ROW_REBUILT + entries * SECONDS_PER_ENTRY_INSERTED;
  }

  private static double compared(Work work) {
    double bytes =
        work.shape().hasDocuments()
            ? work.bytes().bytes() * SECONDS_PER_BYTE_WRITTEN_OUT
            : amongValues(work) * work.shape().pageRatio() * SECONDS_PER_BYTE_COMPARED
                + onPagesOfTheirOwn(work) * SECONDS_PER_LONG_BYTE_COMPARED;
    return bytes + values(work) * SECONDS_PER_VALUE_COMPARED;
  }

  private static double compressed(Work work) {
    return (double) work.bytes().bytes() * work.shape().pageRatio() * SECONDS_PER_BYTE_COMPRESSED;
  }

  private static double values(Work work) {
    return (double) work.rows() * work.shape().columns();
  }

  private static double amongValues(Work work) {
    return Math.min((double) work.bytes().bytes(), work.rows() * BYTES_AMONG_VALUES_MAX);
  }

  private static double onPagesOfTheirOwn(Work work) {
    return work.bytes().bytes() - amongValues(work);
  }
}
