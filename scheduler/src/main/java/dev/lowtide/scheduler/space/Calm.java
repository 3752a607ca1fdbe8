package dev.lowtide.scheduler.space;

import dev.lowtide.scheduler.execute.AttemptStoppedException;
import dev.lowtide.scheduler.execute.Pace;
import dev.lowtide.scheduler.execute.Surroundings;
import dev.lowtide.scheduler.quiet.QuietVerdict;
import dev.lowtide.scheduler.quiet.QuietVerdict.Busy;
import dev.lowtide.scheduler.shrink.AbortReason;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits as an attempt may: until something is so, somebody wants it stopped, or it takes long. */
final class Calm {

  /** The server's own state changes at most a few times a second. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  /** What interrupts quiet for longer is no pause between two statements. */
  private static final Duration QUIET_AWAITED_MAX = Duration.ofSeconds(60);

  private final Surroundings surroundings;
  private final Pace pace;

  Calm(Surroundings surroundings, Pace pace) {
    this.surroundings = surroundings;
    this.pace = pace;
  }

  /** Returns when it is quiet. */
  void awaitQuiet() throws AttemptStoppedException, InterruptedException {
    if (!await(this::isQuiet, QUIET_AWAITED_MAX)) {
      throw new AttemptStoppedException(AbortReason.NOT_QUIET, surroundings.load().text());
    }
  }

  /** Whether it has become so in time. */
  boolean await(BooleanSupplier isSo, Duration max)
      throws AttemptStoppedException, InterruptedException {
    long began = pace.nanos();
    while (!isSo.getAsBoolean()) {
      checkAsked();
      if (pace.nanos() - began >= max.toNanos()) {
        return false;
      }
      pace.pause(LOOK_EVERY);
    }
    return true;
  }

  void checkAsked() throws AttemptStoppedException {
    if (surroundings.isStopRequested()) {
      throw new AttemptStoppedException(AbortReason.ASKED, "it was asked to stop");
    }
  }

  /** Quiet that has not lasted yet is quiet enough for going on. */
  private boolean isQuiet() {
    QuietVerdict verdict = surroundings.load();
    return verdict.isQuiet() || (verdict instanceof Busy busy && busy.isOnlyAgainstBeginning());
  }
}
