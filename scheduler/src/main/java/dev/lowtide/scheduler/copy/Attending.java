package dev.lowtide.scheduler.copy;

import dev.lowtide.scheduler.copy.CopyStoppedException.Fate;
import dev.lowtide.scheduler.shrink.AbortReason;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for a long statement, and keeps looking at all that may end a copy or make it stand still.
 * Changes are received meanwhile, and not applied. Confined to the copy's thread.
 *
 * <p>Somebody who wants it to stop or to stand still has the statement ended, and so does whatever
 * makes the copy worthless. A load that is too high does not: what is done would be lost, and on a
 * server that is busy each day it would never come to its end.
 */
final class Attending {

  private static final Logger log = LoggerFactory.getLogger(Attending.class);

  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  /** A KILL that came before the statement did is lost. */
  private static final Duration END_AGAIN_AFTER = Duration.ofMillis(250);

  /** The server drops what it has of an index in less. */
  private static final Duration ENDED_WITHIN = Duration.ofSeconds(10);

  private final CopyParts parts;
  private final Pauses pauses;
  private final OriginalWatch watch;
  private final ChangeFeed feed;

  /** What is waited for, and how the server is told to end it. */
  record Task<T>(CopyPhase phase, String text, LongWork.Work<T> work, Runnable end) {}

  Attending(CopyParts parts, Pauses pauses, OriginalWatch watch, ChangeFeed feed) {
    this.parts = parts;
    this.pauses = pauses;
    this.watch = watch;
    this.feed = feed;
  }

  /** Its result; nothing if it was ended because somebody wants the copy to stand still. */
  <T> Optional<T> attend(Task<T> task) throws CopyStoppedException, InterruptedException {
    parts.progress().onPhase(task.phase(), task.text());
    LongWork<T> work = parts.longWork().begin(task.work());
    try {
      return await(task, work);
    } catch (InterruptedException e) {
      tellToEnd(task);
      throw e;
    }
  }

  private <T> Optional<T> await(Task<T> task, LongWork<T> work)
      throws CopyStoppedException, InterruptedException {
    while (true) {
      Optional<T> done = work.await(LOOK_EVERY);
      if (done.isPresent()) {
        return done;
      }
      if (isPausedAfterLook(task, work)) {
        return end(task, work);
      }
    }
  }

  private <T> boolean isPausedAfterLook(Task<T> task, LongWork<T> work)
      throws CopyStoppedException, InterruptedException {
    try {
      pauses.checkStop();
      if (parts.throttle().isPaused()) {
        return pauses.isStandstill();
      }
      watch.look();
      tell(task);
      return false;
    } catch (CopyStoppedException | RuntimeException e) {
      end(task, work);
      throw e;
    }
  }

  private void tell(Task<?> task) {
    ChangeFeed.State state = feed.state();
    parts.progress().onBehind(state.behind());
    String text =
        task.text()
            + parts.throttle().standstill().map(why -> "; goes on all the same: " + why).orElse("")
            + (state.trouble().isEmpty() ? "" : "; " + state.trouble());
    parts.progress().onPhase(task.phase(), text);
  }

  private <T> Optional<T> end(Task<T> task, LongWork<T> work)
      throws CopyStoppedException, InterruptedException {
    long until = parts.pace().nanos() + ENDED_WITHIN.toNanos();
    do {
      tellToEnd(task);
      try {
        Optional<T> done = work.await(END_AGAIN_AFTER);
        if (done.isPresent()) {
          return done;
        }
      } catch (CopyStoppedException | RuntimeException e) {
        log.info("table={} {}: ended: {}", watch.table(), task.text(), e.getMessage());
        return Optional.empty();
      }
    } while (parts.pace().nanos() < until);
    throw new CopyStoppedException(
        Fate.RESUMABLE,
        AbortReason.SERVER_REFUSED,
        task.text() + ": was told to end " + ENDED_WITHIN.toSeconds() + " s ago, and has not yet");
  }

  private void tellToEnd(Task<?> task) {
    try {
      task.end().run();
    } catch (RuntimeException e) {
      log.info("table={} {}: cannot be ended: {}", watch.table(), task.text(), e.getMessage());
    }
  }
}
