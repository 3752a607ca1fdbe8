package dev.lowtide.scheduler.copy;

import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.scheduler.copy.CopyStoppedException.Fate;
import dev.lowtide.scheduler.shrink.AbortReason;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says in time that the server will remove changes from its binary log that a copy still needs.
 *
 * <p>How old a position is nobody tells; so it is as old as the time for which it has not moved,
 * and at the beginning as old as the copy's record is. Confined to the copy's thread.
 */
public final class RetentionWatch {

  /** Asking for the list of files reads each of their lengths. */
  static final Duration PERIOD = Duration.ofSeconds(10);

  private final LogFiles.Source source;
  private final NanoClock clock;
  private Duration ageBefore;
  private @Nullable BinlogPosition oldest;
  private long movedNanos;
  private boolean hasLooked;
  private long lookedNanos;
  private Optional<String> warning = Optional.empty();

  /** The age is that of the copy's record, when it is taken up. */
  public RetentionWatch(LogFiles.Source source, Duration ageAtStart, NanoClock clock) {
    this.source = source;
    this.ageBefore = ageAtStart;
    this.clock = clock;
  }

  /**
   * To be called as often as one likes, with the oldest position from which changes are still
   * needed. A warning for people from half of the retention on.
   */
  public Optional<String> check(BinlogPosition needed) throws CopyStoppedException {
    long now = clock.nanos();
    if (!needed.equals(oldest)) {
      ageBefore = oldest == null ? ageBefore : Duration.ZERO;
      oldest = needed;
      movedNanos = now;
    }
    if (!hasLooked || now - lookedNanos >= PERIOD.toNanos()) {
      warning = look(needed, ageBefore.plusNanos(now - movedNanos));
      hasLooked = true;
      lookedNanos = now;
    }
    return warning;
  }

  private Optional<String> look(BinlogPosition needed, Duration age) throws CopyStoppedException {
    LogFiles files = source.read();
    if (!files.has(needed.file())) {
      throw lost(needed.file() + " is gone, and changes in it were not applied yet");
    }
    Duration expires = files.expiresAfter();
    if (expires.isZero() || age.compareTo(expires.dividedBy(2)) < 0) {
      return Optional.empty();
    }
    String text =
        "changes from "
            + needed
            + " on have not been applied for "
            + hours(age)
            + ", and the server keeps its binary log for "
            + hours(expires)
            + " (binlog_expire_logs_seconds)";
    boolean isNext = files.files().get(0).name().equals(needed.file());
    boolean isDue = age.compareTo(expires.multipliedBy(9).dividedBy(10)) >= 0;
    if (isNext && isDue && files.files().size() > 1) {
      throw lost(text);
    }
    return Optional.of(text);
  }

  private static CopyStoppedException lost(String text) {
    return new CopyStoppedException(
        Fate.LOST, AbortReason.BLIND, "the binary log does not reach back far enough: " + text);
  }

  private static String hours(Duration duration) {
    return duration.toHours() + " h " + duration.toMinutesPart() + " min";
  }
}
