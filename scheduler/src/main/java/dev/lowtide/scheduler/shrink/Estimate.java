package dev.lowtide.scheduler.shrink;

import static java.util.Objects.requireNonNullElse;

import java.time.Duration;

/**
 * What a shrink would give back and take, before it is tried. What a document of before does not
 * say is nothing here, or not known.
 *
 * @param reclaimable bytes given back to the file system
 * @param error it is hardly off by more than so many bytes
 * @param unpurged bytes of rows that are deleted and not purged; a copy leaves them behind as well
 * @param temporaryDisk bytes needed besides the old file while both exist
 * @param cutOver how long the table is locked at the end
 * @param basis what it rests on, in words
 */
public record Estimate(
    ByteSize reclaimable,
    ByteSize error,
    ByteSize unpurged,
    ByteSize temporaryDisk,
    IoCost io,
    Forecast forecast,
    Duration cutOver,
    Payback payback,
    Evidence evidence,
    Work work,
    String basis) {

  public Estimate {
    error = requireNonNullElse(error, ByteSize.ZERO);
    unpurged = requireNonNullElse(unpurged, ByteSize.ZERO);
    io = requireNonNullElse(io, IoCost.NONE);
    forecast = requireNonNullElse(forecast, Forecast.NONE);
    payback = requireNonNullElse(payback, Payback.UNKNOWN);
    evidence = requireNonNullElse(evidence, Evidence.UNKNOWN);
    work = requireNonNullElse(work, Work.NONE);
  }

  /** One of which no more is known. */
  public Estimate(ByteSize reclaimable, ByteSize temporaryDisk, Duration cutOver, String basis) {
    this(
        reclaimable,
        ByteSize.ZERO,
        ByteSize.ZERO,
        temporaryDisk,
        IoCost.NONE,
        Forecast.NONE,
        cutOver,
        Payback.UNKNOWN,
        Evidence.UNKNOWN,
        Work.NONE,
        basis);
  }

  /** The same, by what is known of the future now. */
  public Estimate with(Forecast newer, Payback newerPayback) {
    return new Estimate(
        reclaimable,
        error,
        unpurged,
        temporaryDisk,
        io,
        newer,
        cutOver,
        newerPayback,
        evidence,
        work,
        basis);
  }

  /** As people read it: so much, give or take. */
  public String gain() {
    return error.bytes() == 0 ? reclaimable.toString() : reclaimable + " ± " + error;
  }

  /** Bytes given back for each minute that others have a run beside them. */
  public double bytesPerMinute() {
    return forecast.isKnown()
        ? reclaimable.bytes() / (forecast.likely().plus(cutOver).toMillis() / 60_000.0)
        : 0;
  }
}
