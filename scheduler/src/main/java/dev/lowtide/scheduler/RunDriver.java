package dev.lowtide.scheduler;

import dev.lowtide.scheduler.ActiveRun.StopCause;
import dev.lowtide.scheduler.RunStarter.Start;
import dev.lowtide.scheduler.execute.AttemptResult;
import dev.lowtide.scheduler.execute.RunExecutor;
import dev.lowtide.scheduler.execute.Surroundings;
import dev.lowtide.scheduler.load.LoadSnapshot;
import dev.lowtide.scheduler.mysql.MySqlServerLease;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has one run at work at a time. {@link #tick} is confined to the scheduler's thread, attempts run
 * on the worker; the rest is safe for any thread.
 */
final class RunDriver {

  private static final Logger log = LoggerFactory.getLogger(RunDriver.class);

  private final RunStarter starter;
  private final RunEnder ender;
  private final RunExecutor executor;
  private final Supplier<Optional<MySqlServerLease>> leases;
  private final Function<Start, ActiveRun> activations;
  private final Function<ActiveRun, Surroundings> surroundings;
  private final RunBook book;
  private final Executor worker;
  private final StandingPauses pauses = new StandingPauses();
  private volatile @Nullable ActiveRun active;

  RunDriver(
      RunStarter starter,
      RunEnder ender,
      RunExecutor executor,
      Supplier<Optional<MySqlServerLease>> leases,
      Function<Start, ActiveRun> activations,
      Function<ActiveRun, Surroundings> surroundings,
      RunBook book,
      Executor worker) {
    this.starter = starter;
    this.ender = ender;
    this.executor = executor;
    this.leases = leases;
    this.activations = activations;
    this.surroundings = surroundings;
    this.book = book;
    this.worker = worker;
  }

  /** The attempt that is at work, or null. */
  @Nullable ActiveRun active() {
    return active;
  }

  /** Begins a run if one may begin. */
  void tick(@Nullable LoadSnapshot load) {
    ActiveRun atWork = active;
    if (atWork != null) {
      if (load != null) {
        atWork.onStatements(load.worstSinceLast());
      }
      return;
    }
    starter.next().ifPresent(this::begin);
  }

  /** Stops the run if it is at work. True if it is. */
  boolean stop(RunId run, StopCause cause, String by) {
    ActiveRun atWork = active;
    if (atWork == null || !atWork.id().equals(run)) {
      return false;
    }
    atWork.stop(cause, by);
    return true;
  }

  private void begin(Start start) {
    Optional<MySqlServerLease> lease = leases.get();
    if (lease.isEmpty()) {
      log.info("run={} waits: another Lowtide is at work on this server", start.plan().run());
      return;
    }
    ActiveRun begun = activations.apply(start);
    pauses.onBegin(begun);
    active = begun;
    worker.execute(
        () -> book.waits().patiently(begun::isEnding, () -> attempt(start, begun, lease.get())));
  }

  private void attempt(Start start, ActiveRun begun, MySqlServerLease lease) {
    try (lease) {
      attempt(start, begun);
    } catch (RuntimeException e) {
      log.error("run={} is left as it is, to be looked at: {}", begun.id(), e.toString(), e);
    } finally {
      end(begun);
    }
  }

  /** Whatever fails here: the next run may begin. */
  private void end(ActiveRun begun) {
    try {
      pauses.onEnd(begun, book.get(begun.id()).state().isFinal());
    } catch (RuntimeException e) {
      log.error("run={} is not known to have ended: {}", begun.id(), e.toString(), e);
    } finally {
      active = null;
    }
  }

  private void attempt(Start start, ActiveRun begun) {
    if (book.get(begun.id()).state() != RunState.WAITING_FOR_QUIET) {
      log.info("run={} was stopped before it began", begun.id());
      return;
    }
    ByteSize sizeBefore = start.plan().plan().facts().tablespace().fileSize();
    try {
      book.begin(begun.id());
      AttemptResult result =
          executor.attempt(start.plan(), start.window(), surroundings.apply(begun), begun);
      ender.onResult(begun, result, sizeBefore);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      ender.onFault(begun, new IllegalStateException("interrupted", e), sizeBefore);
    } catch (RuntimeException e) {
      ender.onFault(begun, e, sizeBefore);
    }
  }
}
