package dev.lowtide.scheduler;

import dev.lowtide.scheduler.copy.ChangeFeed;
import dev.lowtide.scheduler.copy.CopyParts;
import dev.lowtide.scheduler.copy.CopyProgress;
import dev.lowtide.scheduler.copy.CopyRegistry;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.copy.ReversedRegistry;
import dev.lowtide.scheduler.copy.ShadowTables;
import dev.lowtide.scheduler.copy.TableCopy;
import dev.lowtide.scheduler.copy.ThreadedWork;
import dev.lowtide.scheduler.copy.Throttle;
import dev.lowtide.scheduler.execute.Comparison;
import dev.lowtide.scheduler.execute.CopyTools;
import dev.lowtide.scheduler.execute.SwapServer;
import dev.lowtide.scheduler.execute.SwapSession;
import dev.lowtide.scheduler.mysql.MySqlCopyRegistry;
import dev.lowtide.scheduler.mysql.MySqlCopySession;
import dev.lowtide.scheduler.mysql.MySqlServerLog;
import dev.lowtide.scheduler.mysql.MySqlShadowTables;
import dev.lowtide.scheduler.mysql.MySqlSwapServer;
import dev.lowtide.scheduler.mysql.MySqlSwapSession;
import dev.lowtide.scheduler.mysql.MySqlTwinReader;
import dev.lowtide.scheduler.mysql.Target;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/** Shadow copies at a target. Safe for any thread; what it makes is not. */
final class TargetCopies implements CopyTools {

  /**
   * Purge that is kept back by a long transaction may take as long as that; then the copy steps
   * aside and is gone on with later.
   */
  private static final Duration PURGE_AWAITED_MAX = Duration.ofMinutes(30);

  private final String store;
  private final Target target;
  private final ChangeFeed.Source feeds;
  private final CopySurroundings surroundings;
  private final Throttle throttle;
  private final Throttle followers;
  private final WallPace pace;
  private final Executor statements;
  private final InstantSource clock;
  private final CopyRegistry registry;
  private final ShadowTables shadows;
  private final MySqlServerLog serverLog;

  /**
   * Nothing is asked of the target yet.
   *
   * @param store which of all Lowtides this is
   * @param throttle of copies at work
   * @param followers the throttle of old tables that follow
   * @param statements runs the statements that must be bounded from outside
   */
  TargetCopies(
      String store,
      Target target,
      ChangeFeed.Source feeds,
      CopySurroundings surroundings,
      Throttle throttle,
      Throttle followers,
      WallPace pace,
      Executor statements,
      InstantSource clock) {
    this.store = store;
    this.target = target;
    this.feeds = feeds;
    this.surroundings = surroundings;
    this.throttle = throttle;
    this.followers = followers;
    this.pace = pace;
    this.statements = statements;
    this.clock = clock;
    this.registry = new MySqlCopyRegistry(target);
    this.serverLog = new MySqlServerLog(target);
    this.shadows = new MySqlShadowTables(target, pace, PURGE_AWAITED_MAX);
  }

  CopyRegistry registry() {
    return registry;
  }

  @Override
  public String owner(RunId run) {
    return "run " + run + " of " + store;
  }

  @Override
  public TableCopy copy(ShrinkPlan plan, CopyProgress progress) {
    return new TableCopy(
        new CopyParts(
            serverLog,
            registry,
            shadows,
            (table, copyId) -> new MySqlCopySession(target, table, copyId),
            feeds,
            surroundings.watchers(plan, shadows, progress),
            new ThreadedWork(statements),
            throttle,
            progress,
            pace));
  }

  /** For an old table that follows, with whatever says how hard that may work. */
  TableCopy follower(CopyProgress progress) {
    return new TableCopy(
        new CopyParts(
            serverLog,
            new ReversedRegistry(registry),
            shadows,
            (table, copyId) -> new MySqlCopySession(target, table, copyId),
            feeds,
            surroundings.watchersOfFollower(shadows, progress),
            new ThreadedWork(statements),
            followers,
            progress,
            pace));
  }

  String serverUuid() {
    return serverLog.serverUuid();
  }

  @Override
  public ShadowTables shadows() {
    return shadows;
  }

  @Override
  public Throttle throttle() {
    return throttle;
  }

  @Override
  public Comparison comparison(CopyTable table) {
    return new TwinComparison(new MySqlTwinReader(target, table), clock);
  }

  @Override
  public SwapSession swapSession(CopyTable table, long copyId) {
    return new MySqlSwapSession(target, table, copyId, statements);
  }

  @Override
  public SwapServer swapServer(CopyTable table, long copyId) {
    return new MySqlSwapServer(target, table, copyId, pace);
  }
}
