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
  private Look look = Look.NONE;

  /** The last reason that was told; empty if it goes on. */
  private String told = "";

  /** What else can make a copy stand still, and must be looked at while it does. */
  interface Look {

    Look NONE =
        new Look() {
          @Override
          public void inStandstill() {}

          @Override
          public Optional<String> standstill() {
            return Optional.empty();
          }
        };

    void inStandstill() throws CopyStoppedException;

    Optional<String> standstill();
  }

  Pauses(CopyParts parts) {
    this.throttle = parts.throttle();
    this.progress = parts.progress();
    this.pace = parts.pace();
  }

  /** From now on there is a copy with something to look at. */
  void onBegun(Look begun) {
    look = begun;
  }

  /** To be called before each piece of work: returns when one may be done. */
  void beforeWork() throws CopyStoppedException, InterruptedException {
    checkStop();
    while (isStandstill()) {
      rest(LOOK_EVERY);
    }
  }

  /** Tells why, and has a look: what makes changes go unseen does so in a standstill too. */
  boolean isStandstill() throws CopyStoppedException {
    String why = throttle.standstill().or(look::standstill).orElse("");
    if (!why.equals(told)) {
      told = why;
      progress.onStandstill(why);
    }
    if (why.isEmpty()) {
      return false;
    }
    look.inStandstill();
    return true;
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
