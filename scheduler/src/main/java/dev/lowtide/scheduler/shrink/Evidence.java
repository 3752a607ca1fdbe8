package dev.lowtide.scheduler.shrink;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an estimate was made from.
 *
 * @param at when; null if nobody wrote it down
 * @param bytesRead to find it out
 */
public record Evidence(Kind kind, @Nullable Instant at, ByteSize bytesRead) {

  /** Where it comes from, the best first. */
  public enum Kind {
    /** Pages of the server's files, read where they lie. */
    FILES,
    /** Questions to the server about indexes, and rows of it. */
    SQL,
    /** Row counts that the server keeps, and widths of some rows: a guess. */
    STATISTICS;

    /** As people write it: {@code files}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public static final Evidence UNKNOWN = new Evidence(Kind.STATISTICS, null, ByteSize.ZERO);
}
