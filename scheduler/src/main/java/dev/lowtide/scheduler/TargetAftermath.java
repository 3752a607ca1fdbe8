package dev.lowtide.scheduler;

import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.scheduler.copy.KeptTables;
import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.mysql.MySqlCopyRegistry;
import dev.lowtide.scheduler.mysql.MySqlJanitor;
import dev.lowtide.scheduler.mysql.MySqlOldTables;
import dev.lowtide.scheduler.mysql.MySqlServerLease;
import dev.lowtide.scheduler.mysql.MySqlShadowTables;
import dev.lowtide.scheduler.mysql.Target;
import dev.lowtide.scheduler.mysql.TargetConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What comes after copies at a target: everything for it, wired, and the thread that does it. */
final class TargetAftermath implements AutoCloseable {

  /** A statement that takes longer has its session ended by then. */
  private static final Duration END_AWAITED_MAX = Duration.ofSeconds(20);

  private static final Logger log = LoggerFactory.getLogger(TargetAftermath.class);

  private final ExecutorService executor;
  private final Aftermath aftermath;
  private final OldTableDesk oldTables;
  private final CleanUp cleanUp;

  /**
   * @param isQuiet whether the server is, at this moment
   */
  TargetAftermath(
      Target target,
      TargetConfig targetConfig,
      CopyConfig config,
      TargetCopies copies,
      Journal journal,
      InStep inStep,
      BooleanSupplier isQuiet,
      ThreadFactory threads,
      Clock clock,
      NanoClock nanoClock) {
    this.executor = Executors.newSingleThreadExecutor(threads);
    MySqlCopyRegistry registry = new MySqlCopyRegistry(target);
    MySqlShadowTables shadows =
        new MySqlShadowTables(target, new WallPace(nanoClock), MySqlShadowTables.PURGE_WAIT_MAX);
    MySqlOldTables tables = new MySqlOldTables(target, targetConfig);
    Owners owners = new Owners(copies::owner, journal);
    this.oldTables =
        new OldTableDesk(
            registry,
            shadows,
            new KeptTables(
                registry,
                new LettingGo(tables, inStep::leave, inStep::followAgain),
                config.keepOldFor(),
                owners::isDoneWith,
                isQuiet),
            inStep,
            owners,
            config.keepOldFor(),
            work -> MySqlServerLease.use(MySqlServerLease.takeForOldTables(target), work::run),
            executor);
    this.cleanUp =
        new CleanUp(
            new TargetLeavings(
                target,
                registry,
                new MySqlJanitor(target, registry, shadows),
                tables,
                copies,
                owners,
                journal),
            text -> journal.record(clock.instant(), RunBook.LOWTIDE, "clean up", text));
    this.aftermath =
        new Aftermath(cleanUp, oldTables, isQuiet, owners::openRuns, executor, nanoClock);
  }

  Reverts oldTables() {
    return oldTables;
  }

  /** What copies have left that is not removed yet, in words. */
  List<String> left() {
    return cleanUp.left();
  }

  boolean isAtWork() {
    return aftermath.isAtWork();
  }

  void tick(boolean isRunAtWork) {
    aftermath.tick(isRunAtWork);
  }

  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(END_AWAITED_MAX.toSeconds(), TimeUnit.SECONDS)) {
        log.warn("what comes after copies did not end within {}", END_AWAITED_MAX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
