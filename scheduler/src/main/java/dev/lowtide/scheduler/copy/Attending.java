package dev.lowtide.scheduler.copy;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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

  /**
   * Most statements end within milliseconds. A server that reads a table to build indexes looks for
   * the KILL only when it has read it all; whoever stops does not wait for that.
   */
  private static final Duration ENDED_WITHIN = Duration.ofSeconds(2);

  private final CopyParts parts;
  private final Pauses pauses;
  private final OriginalWatch watch;
  private final ChangeFeed feed;

  /** What is waited for, and how the server is told to end it. */
  record Task<T>(CopyPhase phase, String text, LongWork.Work<T> work, Runnable end) {}

  /** It has, with a result if it was done all the same. */
  private record Ended<T>(Optional<T> result) {}

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
      try {
        pauses.checkStop();
        if (parts.throttle().isPaused() && pauses.isStandstill()) {
          return endForPause(task, work);
        }
        watch.look();
      } catch (CopyStoppedException | RuntimeException e) {
        endForGood(task, work);
        throw e;
      }
      tell(task);
    }
  }

  private void tell(Task<?> task) {
    ChangeFeed.State state = feed.state();
    parts.progress().onBehind(state.behind());
    String load =
        parts
            .throttle()
            .standstill()
            .or(watch::standstill)
            .map(why -> "; goes on all the same: " + why)
            .orElse("");
    String trouble = state.trouble().isEmpty() ? "" : "; " + state.trouble();
    parts.progress().onPhase(task.phase(), task.text() + load + trouble);
  }

  /** Nothing else is done with the copy before it has ended, however long that takes. */
  private <T> Optional<T> endForPause(Task<T> task, LongWork<T> work)
      throws CopyStoppedException, InterruptedException {
    Ended<T> ended = end(task, work);
    while (ended == null) {
      pauses.checkStop();
      pauses.isStandstill();
      ended = end(task, work);
    }
    return ended.result();
  }

  private <T> void endForGood(Task<T> task, LongWork<T> work) throws InterruptedException {
    long until = parts.pace().nanos() + ENDED_WITHIN.toNanos();
    while (end(task, work) == null) {
      if (parts.pace().nanos() > until) {
        log.warn("table={} {}: ends when the server looks for it", watch.table(), task.text());
        return;
      }
    }
  }

  private <T> @Nullable Ended<T> end(Task<T> task, LongWork<T> work) throws InterruptedException {
    tellToEnd(task);
    try {
      Optional<T> done = work.await(END_AGAIN_AFTER);
      return done.isPresent() ? new Ended<>(done) : null;
    } catch (CopyStoppedException | RuntimeException e) {
      log.info("table={} {}: ended: {}", watch.table(), task.text(), e.getMessage());
      return new Ended<>(Optional.empty());
    }
  }

  private void tellToEnd(Task<?> task) {
    try {
      task.end().run();
    } catch (RuntimeException e) {
      log.info("table={} {}: cannot be ended: {}", watch.table(), task.text(), e.getMessage());
    }
  }
}
