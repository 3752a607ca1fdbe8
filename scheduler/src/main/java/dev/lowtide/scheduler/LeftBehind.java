package dev.lowtide.scheduler;

import dev.lowtide.scheduler.copy.CopyRecord;
import dev.lowtide.scheduler.copy.CopyRegistry;
import dev.lowtide.scheduler.execute.CopyTools;
import dev.lowtide.scheduler.execute.CrashInspector;
import dev.lowtide.scheduler.execute.SwapServer.Settled;
import dev.lowtide.scheduler.execute.Tidying;
import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.mysql.TargetException;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at runs that seem to be at work although nobody works on them: an earlier process did, or
 * an attempt that ended without a word. Confined to the scheduler's thread.
 *
 * <p>A rebuild in one statement may have been done or not, and is left to a person. A shadow copy
 * is gone on with from what the registry in the target says, and whether its cut-over happened
 * shows in which tables there are. Whatever is no table made anew can be begun again.
 */
final class LeftBehind {

  private static final Logger log = LoggerFactory.getLogger(LeftBehind.class);

  /** The server ends a session whose client is gone as soon as its statement has ended. */
  private static final Duration SETTLED_WITHIN = Duration.ofSeconds(10);

  private final RunBook book;
  private final Journal journal;
  private final RunEnder ender;
  private final CrashInspector inspector;
  private final CopyRegistry registry;
  private final CopyTools copies;
  private final Tidying tidying;
  private final Clock clock;

  /** Runs that could not be looked at the last time: told once, however often it is tried. */
  private final Set<RunId> unseen = new HashSet<>();

  LeftBehind(
      RunBook book,
      Journal journal,
      RunEnder ender,
      CrashInspector inspector,
      CopyRegistry registry,
      CopyTools copies,
      Tidying tidying,
      Clock clock) {
    this.book = book;
    this.journal = journal;
    this.ender = ender;
    this.inspector = inspector;
    this.registry = registry;
    this.copies = copies;
    this.tidying = tidying;
    this.clock = clock;
  }

  void inspectAll(String why) throws InterruptedException {
    for (ShrinkRun run : book.open()) {
      if (run.plan().method().isCopy()) {
        ifSeen(run, () -> inspectCopy(run, why));
      } else if (!run.plan().method().isOfTables()) {
        ifSeen(run, () -> inspectOther(run, why));
      } else if (run.state() == RunState.PREFLIGHT) {
        book.move(run.id(), RunState.ABORTED, why + "; nothing was begun");
      } else if (run.state().isAtWork()) {
        String findings = inspector.inspect(run.plan(), journal.threadId(run.id()));
        ender.onInspected(run, why + "; " + findings);
      }
    }
  }

  /** Looks at one run on the server. */
  @FunctionalInterface
  private interface Look {
    void take() throws InterruptedException;
  }

  /**
   * A server that is away, or refuses to be made whole, is asked again at the next look: until then
   * nothing is said of the run, and nobody else is kept from a start.
   */
  private void ifSeen(ShrinkRun run, Look look) throws InterruptedException {
    try {
      look.take();
      unseen.remove(run.id());
    } catch (TargetException e) {
      if (unseen.add(run.id())) {
        log.warn(
            "run={} {} is looked at again until the server answers and lets it be made whole: {}",
            run.id(),
            run.state(),
            e.getMessage());
      }
    }
  }

  /** What is no table made anew can be begun again once the server is whole. */
  private void inspectOther(ShrinkRun run, String why) throws InterruptedException {
    if (run.state() == RunState.VERIFYING) {
      ender.onInspected(run, why + "; " + tidying.tidy(run.plan()));
    } else if (run.state() == RunState.PREFLIGHT || run.state().isAtWork()) {
      ender.onWhole(run, why + "; " + tidying.tidy(run.plan()));
    }
  }

  private void inspectCopy(ShrinkRun run, String why) throws InterruptedException {
    if (run.state() == RunState.CUTTING_OVER || run.state() == RunState.VERIFYING) {
      settle(run, why);
    } else if (run.state() == RunState.PREFLIGHT || run.state().isAtWork()) {
      goOn(run, why + "; it goes on from where it was");
    }
  }

  private void settle(ShrinkRun run, String why) throws InterruptedException {
    Optional<CopyRecord> found = registry.find(copies.owner(run.id()));
    if (found.isEmpty()) {
      ender.onInspected(run, why + "; the registry in the target does not know its copy");
      return;
    }
    CopyRecord copy = found.get();
    Settled settled =
        copies
            .swapServer(copy.table(), copy.id())
            .settle(journal.threadId(run.id()), SETTLED_WITHIN);
    String text = why + "; " + settled.text();
    switch (settled.outcome()) {
      case SWAPPED -> ender.onSwapped(run, copy.rowsCopied(), text);
      case NOT_SWAPPED -> goOnUnlessDone(run, text);
      case UNKNOWN -> ender.onInspected(run, text);
    }
  }

  /** Somebody may have put the old table back by hand. */
  private void goOnUnlessDone(ShrinkRun run, String text) {
    if (run.state() == RunState.VERIFYING) {
      ender.onInspected(run, text);
    } else {
      goOn(run, text);
    }
  }

  private void goOn(ShrinkRun run, String text) {
    if (run.state() != RunState.YIELDING) {
      book.move(run.id(), RunState.YIELDING, text);
    }
    book.postpone(run.id(), text, clock.instant());
  }
}
