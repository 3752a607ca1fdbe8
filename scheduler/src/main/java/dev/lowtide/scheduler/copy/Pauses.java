package dev.lowtide.scheduler.copy;

import dev.lowtide.scheduler.shrink.AbortReason;
import java.time.Duration;
import java.util.Optional;

/** Where a copy rests, and where it learns that it must end. Confined to the copy's thread. */
final class Pauses {

  /** A fifth of a chunk's usual time: nobody who wants it to end or to go on waits longer. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private final Throttle throttle;
  private final CopyProgress progress;
  private final Pace pace;

  Pauses(CopyParts parts) {
    this.throttle = parts.throttle();
    this.progress = parts.progress();
    this.pace = parts.pace();
  }

  /** To be called before each piece of work: returns when one may be done. */
  void beforeWork() throws CopyStoppedException, InterruptedException {
    checkStop();
    Optional<String> why = throttle.standstill();
    if (why.isEmpty()) {
      return;
    }
    String told = "";
    while (why.isPresent()) {
      if (!why.get().equals(told)) {
        told = why.get();
        progress.onStandstill(told);
      }
      rest(LOOK_EVERY);
      why = throttle.standstill();
    }
    progress.onStandstill("");
  }

  boolean isStandstill() {
    return throttle.standstill().isPresent();
  }

  /** To be called after it. */
  void afterWork(Duration worked) throws CopyStoppedException, InterruptedException {
    rest(throttle.restAfter(worked));
  }

  void rest(Duration time) throws CopyStoppedException, InterruptedException {
    long until = pace.nanos() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = until - pace.nanos()) {
      checkStop();
      pace.pause(Duration.ofNanos(Math.min(left, LOOK_EVERY.toNanos())));
    }
    checkStop();
  }

  void checkStop() throws CopyStoppedException {
    if (progress.isStopRequested()) {
      throw new CopyStoppedException(
          CopyStoppedException.Fate.RESUMABLE, AbortReason.ASKED, "the copy was asked to stop");
    }
  }
}
