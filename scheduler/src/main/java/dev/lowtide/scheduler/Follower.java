package dev.lowtide.scheduler;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.ActiveRun.StopCause;
import dev.lowtide.scheduler.copy.ChangeFeed;
import dev.lowtide.scheduler.copy.CopyPhase;
import dev.lowtide.scheduler.copy.CopyRecord;
import dev.lowtide.scheduler.copy.CopyStoppedException;
import dev.lowtide.scheduler.copy.CopyStoppedException.Fate;
import dev.lowtide.scheduler.copy.TableCopy;
import dev.lowtide.scheduler.shrink.AbortReason;
import dev.lowtide.scheduler.shrink.RunId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One old table that follows the one which took its place, until it is dropped, or put back, or can
 * follow no more. Runs on a thread of its own; what it is asked and tells is safe for any.
 */
final class Follower implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(Follower.class);

  /** How long changes are waited for, so that a wish is seen. */
  private static final Duration STEP = Duration.ofMillis(50);

  /**
   * Between two applies, each of which is two commits: nobody waits for an old table, so changes
   * gather. Four times a second keeps it in step well within {@link #BEHIND_MAX}.
   */
  private static final Duration GATHERING = Duration.ofMillis(200);

  /** A server that is away is asked again after that. */
  private static final Duration AGAIN_AFTER = Duration.ofSeconds(5);

  /** Whoever is further behind is not in step; people are told once, and when that is over. */
  private static final Duration BEHIND_MAX = Duration.ofMinutes(1);

  private final CopyRecord copy;
  private final RunId run;
  private final FollowerParts parts;
  private final ActiveRun stop;
  private final FollowProgress progress;
  private final PuttingBack puttingBack;
  private final AtomicReference<@Nullable String> askedBy = new AtomicReference<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile String trouble = "it is being taken up";
  private volatile Duration behind = Duration.ZERO;
  private volatile boolean isReverting;
  private String told = "";

  Follower(CopyRecord copy, RunId run, FollowerParts parts) {
    this.copy = copy;
    this.run = run;
    this.parts = parts;
    this.stop = new ActiveRun(run, parts.book(), parts.journal(), Duration.ZERO);
    this.progress = new FollowProgress(this::isStopped, this::note);
    this.puttingBack = new PuttingBack(copy, run, parts, stop, progress);
  }

  /** Why it cannot be put back at this moment; empty if it can. */
  String whyNot() {
    if (isReverting) {
      return "it is being put back: " + progress.words();
    }
    if (!trouble.isEmpty()) {
      return trouble;
    }
    return behind.compareTo(BEHIND_MAX) > 0 ? "it is " + behind.toSeconds() + " s behind" : "";
  }

  /** The table that follows. */
  TableName old() {
    return copy.table().old();
  }

  boolean isReverting() {
    return isReverting || askedBy.get() != null;
  }

  /** Has the old table put back. False if somebody wants that already. */
  boolean revert(String by) {
    return !isReverting() && askedBy.compareAndSet(null, by);
  }

  boolean isOver() {
    return over.getCount() == 0;
  }

  void stop() {
    stop.stop(StopCause.SHUTDOWN, RunBook.LOWTIDE);
  }

  /** As at the end of the process, except that another one takes its place in a moment. */
  void stopRevert(String by) {
    stop.stop(StopCause.HELD, by);
  }

  /** Whether it has ended in that time. */
  boolean awaitEnd(Duration within) throws InterruptedException {
    return over.await(within.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void run() {
    parts.book().waits().patiently(stop::isEnding, this::followOn);
  }

  private void followOn() {
    try {
      while (!isStopped() && !attempt()) {
        rest(AGAIN_AFTER);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      over.countDown();
    }
  }

  /** True if it is over for good. */
  private boolean attempt() throws InterruptedException {
    try (TableCopy follower = parts.copies().follower(progress)) {
      return follow(follower);
    } catch (CopyStoppedException stopped) {
      return stopped.fate() == Fate.RESUMABLE ? troubled(stopped.text()) : ended(stopped.text());
    } catch (RuntimeException e) {
      log.warn("run={} table={} does not follow", run, copy.table().old(), e);
      return troubled(String.valueOf(e.getMessage()));
    } finally {
      if (askedBy.getAndSet(null) != null) {
        puttingBack.audit("not reverted: " + trouble);
      }
    }
  }

  private boolean follow(TableCopy follower) throws CopyStoppedException, InterruptedException {
    Optional<CopyRecord> now = takenUp();
    if (now.isEmpty()) {
      return true;
    }
    follower.follow(now.get().reversed());
    trouble = "";
    tell("");
    while (true) {
      boolean isBusy = !follower.step(STEP).isEmpty();
      onState(follower.feed().state());
      String by = askedBy.get();
      if (by != null && revert(follower, by)) {
        return true;
      }
      if (isBusy) {
        rest(GATHERING);
      }
    }
  }

  /** Its row as it is now, with the fingerprint of the table that it follows. */
  private Optional<CopyRecord> takenUp() throws CopyStoppedException {
    Optional<CopyRecord> found = parts.copies().registry().find(copy.owner());
    if (found.filter(Follower::isToFollow).isEmpty()) {
      return Optional.empty();
    }
    String server = parts.copies().serverUuid();
    if (!server.equals(copy.serverUuid())) {
      throw new CopyStoppedException(
          Fate.LOST, AbortReason.BLIND, "the server is another one since, " + server);
    }
    if (found.get().kept().isFollowing()) {
      return found;
    }
    parts.steps().follows(copy.id(), parts.copies().shadows().fingerprint(copy.table().original()));
    return parts.copies().registry().find(copy.owner());
  }

  /** Asked again here: what somebody saw a moment ago may have been put back since. */
  private static boolean isToFollow(CopyRecord row) {
    return row.phase() == CopyPhase.KEPT && row.kept().outOfStep().isEmpty();
  }

  private boolean troubled(String text) {
    if (isStopped()) {
      trouble = stop.isEnding() ? "Lowtide ends" : "everything was stopped by " + stop.stoppedBy();
    } else {
      trouble = "it does not follow at this moment: " + text;
      tell(trouble);
    }
    return false;
  }

  /** Written down where the rows are, so that no later life takes it up again. */
  private boolean ended(String why) {
    trouble = why;
    try {
      parts.steps().outOfStep(copy.id(), why);
    } catch (RuntimeException e) {
      return troubled(why + "; nor can that be written down: " + e.getMessage());
    }
    note(copy.table().old() + " does not follow any more, and cannot be put back: " + why);
    return true;
  }

  private void onState(ChangeFeed.State state) {
    behind = state.behind();
    String why = state.trouble().isEmpty() ? progress.standstill() : state.trouble();
    if (behind.compareTo(BEHIND_MAX) > 0) {
      tell("it is behind" + (why.isEmpty() ? "" : ": " + why));
    } else if (behind.compareTo(BEHIND_MAX.dividedBy(2)) < 0) {
      tell("");
    }
  }

  /** A line of the run's history whenever it is another one. */
  private void tell(String text) {
    if (!text.equals(told)) {
      note(copy.table().old() + ": " + (text.isEmpty() ? "in step again" : text));
    }
    told = text;
  }

  /** True if there is nothing to follow any more. */
  private boolean revert(TableCopy follower, String by)
      throws CopyStoppedException, InterruptedException {
    isReverting = true;
    try {
      Optional<PuttingBack.End> end = puttingBack.run(follower, by);
      if (end.isEmpty()) {
        return false;
      }
      trouble = end.get().why();
      return end.get().isBack() || ended(trouble);
    } finally {
      askedBy.set(null);
      isReverting = false;
    }
  }

  private void note(String text) {
    parts.book().note(run, text);
  }

  private boolean isStopped() {
    return stop.stopCause() != StopCause.NONE;
  }

  private void rest(Duration time) throws InterruptedException {
    for (long left = time.toNanos(); left > 0 && !isStopped(); left -= STEP.toNanos()) {
      parts.pace().pause(STEP);
    }
  }
}
