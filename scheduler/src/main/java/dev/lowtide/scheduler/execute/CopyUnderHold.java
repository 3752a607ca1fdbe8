package dev.lowtide.scheduler.execute;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.execute.RebuildStatement.Ending;
import dev.lowtide.scheduler.execute.RebuildStatement.Phase;
import dev.lowtide.scheduler.shrink.AbortReason;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.Verification;
import dev.lowtide.scheduler.shrink.WaitsCaused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rebuilds a table by ALGORITHM=COPY while its writers wait at the proxy.
 *
 * <pre>
 * hold writes ─► onlooker takes a shared lock ─► ALTER copies, the server keeps writers out
 *             ─► onlooker reads the old table beside it ─► copy complete: ALTER awaits the onlooker
 *             ─► hold the table and new read views ─► onlooker steps aside ─► ALTER ends
 *             ─► onlooker fixes its view ─► release ─► onlooker reads the new table
 * </pre>
 *
 * The onlooker's lock is what makes the moment of the cut-over ours: it comes when nobody is in a
 * transaction that would see error 1412 afterwards, and not before. Until then a KILL takes
 * everything back. Confined to the attempt's thread.
 */
final class CopyUnderHold {

  private static final Logger log = LoggerFactory.getLogger(CopyUnderHold.class);

  /** A look costs the server about a millisecond, so this is a few per cent of one core. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  /** This look reads all of InnoDB's tablespaces: 11 ms where there are 1,500 of them. */
  private static final Duration COPIED_EVERY = Duration.ofSeconds(1);

  /** Statements on the table wait meanwhile, so a client's budget most often ends it sooner. */
  private static final Duration CUT_OVER_AWAITED_MAX = Duration.ofSeconds(5);

  /** A person goes after these first. */
  private static final int NAMED_MAX = 5;

  private final ShrinkPlan plan;
  private final RebuildServer server;
  private final RebuildStatement statement;
  private final Onlooker onlooker;
  private final Surroundings surroundings;
  private final Pace pace;
  private final RunLog runLog;
  private final Holds holds;
  private final Watch watch;
  private Duration cutOverTook = Duration.ZERO;
  private boolean isStarted;

  CopyUnderHold(
      ShrinkPlan plan,
      RebuildServer server,
      RebuildStatement statement,
      Onlooker onlooker,
      TrafficHold traffic,
      Surroundings surroundings,
      Pace pace,
      RunLog runLog) {
    this.plan = plan;
    this.server = server;
    this.statement = statement;
    this.onlooker = onlooker;
    this.surroundings = surroundings;
    this.pace = pace;
    this.runLog = runLog;
    this.holds =
        new Holds(
            traffic, surroundings, plan.table(), plan.facts().referencedBy(), plan.clientWaitMax());
    this.watch = new Watch(server, surroundings, pace, holds, ourThreads(), plan.clientWaitMax());
  }

  AttemptResult run() throws InterruptedException {
    try {
      rebuild();
    } catch (AttemptStoppedException stopped) {
      return giveUp(stopped);
    } catch (RuntimeException e) {
      log.warn("table={} attempt failed", plan.table(), e);
      return giveUp(new AttemptStoppedException(AbortReason.BLIND, String.valueOf(e.getMessage())));
    } finally {
      holds.close();
    }
    return verify();
  }

  private void rebuild() throws AttemptStoppedException, InterruptedException {
    holds.holdWrites();
    onlooker.arrive(plan.table());
    runLog.onStatement(statement.threadId());
    runLog.onState(RunState.RUNNING, "copying; writes to " + plan.table() + " wait");
    isStarted = true;
    statement.start();
    awaitCopy();
    runLog.onState(RunState.CUTTING_OVER, "the copy is complete");
    cutOver();
    onlooker.openView();
  }

  private void awaitCopy() throws AttemptStoppedException, InterruptedException {
    boolean isReading = false;
    boolean isCopied = false;
    long toldNanos = pace.nanos();
    while (!isCopied || !onlooker.hasReadOriginal()) {
      failIfEnded();
      Phase phase = statement.phase();
      if (!isReading && phase != Phase.STARTING) {
        onlooker.readOriginal();
        isReading = true;
      }
      isCopied = phase == Phase.AWAITING_CUT_OVER && isReading;
      if (pace.nanos() - toldNanos >= COPIED_EVERY.toNanos()) {
        runLog.onCopied(statement.copied());
        toldNanos = pace.nanos();
      }
      watch.check();
      failUnlessItFits();
      pace.pause(LOOK_EVERY);
    }
  }

  private void cutOver() throws AttemptStoppedException, InterruptedException {
    long began = pace.nanos();
    holds.holdForCutOver();
    awaitOthers(began);
    onlooker.stepAside();
    while (statement.ending().isEmpty()) {
      watch.checkClients();
      pace.pause(LOOK_EVERY.dividedBy(4));
    }
    failUnlessDone();
    cutOverTook = Duration.ofNanos(pace.nanos() - began);
  }

  private void awaitOthers(long began) throws AttemptStoppedException, InterruptedException {
    while (true) {
      failIfEnded();
      watch.checkClients();
      failUnlessItFits();
      Set<Long> others = readViews();
      others.addAll(holdersOfReferencing());
      if (others.isEmpty()) {
        return;
      }
      if (pace.nanos() - began > CUT_OVER_AWAITED_MAX.toNanos()) {
        throw new AttemptStoppedException(
            AbortReason.TABLE_IN_USE,
            "sessions "
                + others
                + " keep views of the past, or tables that refer to this one"
                + awaitedAtTheProxy());
      }
      pace.pause(LOOK_EVERY.dividedBy(4));
    }
  }

  /**
   * In the end the table is locked for as long as the plan says; that must fit what is left to
   * whoever has waited longest. Where it does not, nobody waits for what is given up anyway.
   */
  private void failUnlessItFits() throws AttemptStoppedException {
    Duration foreseen = watch.longestWait().plus(plan.estimate().cutOver());
    if (foreseen.compareTo(plan.clientWaitMax()) > 0) {
      throw new AttemptStoppedException(
          AbortReason.CLIENT_WAITED,
          "a client would have waited " + foreseen.toMillis() + " ms by the end of the cut-over");
    }
  }

  private String awaitedAtTheProxy() {
    List<String> awaited = holds.awaited();
    if (awaited.isEmpty()) {
      return "";
    }
    int more = Math.max(0, awaited.size() - NAMED_MAX);
    return "; at the proxy: "
        + String.join("; ", awaited.subList(0, awaited.size() - more))
        + (more == 0 ? "" : "; and " + more + " more");
  }

  private Set<Long> readViews() throws InterruptedException {
    Set<Long> views = server.readViews(ourThreads());
    if (!views.isEmpty()) {
      views.removeAll(surroundings.threadsWithoutReadView());
    }
    return views;
  }

  /** They are locked last, and whoever has touched one of them must not have to wait for us. */
  private Set<Long> holdersOfReferencing() {
    Set<Long> holders = new HashSet<>();
    for (TableName other : plan.facts().referencedBy()) {
      holders.addAll(server.holdersOf(other, ourThreads()));
    }
    return holders;
  }

  private void failIfEnded() throws AttemptStoppedException {
    if (statement.ending().isPresent()) {
      failUnlessDone();
      throw new IllegalStateException("the table was swapped while the onlooker held its lock");
    }
  }

  private void failUnlessDone() throws AttemptStoppedException {
    Ending ending = statement.ending().orElseThrow();
    if (ending.kind() != Ending.Kind.DONE) {
      throw new AttemptStoppedException(AbortReason.SERVER_REFUSED, ending.text());
    }
  }

  private AttemptResult giveUp(AttemptStoppedException stopped) throws InterruptedException {
    log.info("table={} attempt stopped: {} {}", plan.table(), stopped.reason(), stopped.text());
    AttemptResult result =
        isStarted
            ? new TakingBack(plan.table(), statement, pace).takeBack(stopped, this::waits)
            : new AttemptResult.Yielded(stopped.reason(), stopped.text(), waits());
    if (result instanceof AttemptResult.Yielded) {
      // Nobody waits for what is given up while that is written down.
      holds.close();
      runLog.onState(RunState.YIELDING, stopped.text());
    }
    return result;
  }

  /** The table is rebuilt, but others may have written to it by now. */
  private AttemptResult unproven(String why) {
    return new AttemptResult.Rebuilt(Verification.unproven(why), waits());
  }

  private AttemptResult verify() throws InterruptedException {
    runLog.onState(
        RunState.VERIFYING, "in place; the table was locked for " + cutOverTook.toMillis() + " ms");
    onlooker.readRebuilt();
    Optional<Verification> verification = onlooker.verification();
    while (verification.isEmpty()) {
      if (surroundings.isStopRequested()) {
        return unproven("the comparison was asked to stop");
      }
      try {
        watch.checkServer();
      } catch (AttemptStoppedException stopped) {
        return unproven("the comparison made way: " + stopped.text());
      } catch (RuntimeException e) {
        log.warn("table={} comparison stopped", plan.table(), e);
        return unproven("the comparison could not be watched: " + e.getMessage());
      }
      pace.pause(LOOK_EVERY);
      verification = onlooker.verification();
    }
    return new AttemptResult.Rebuilt(verification.get(), waits());
  }

  private List<Long> ourThreads() {
    List<Long> threads = new ArrayList<>(onlooker.threadIds());
    threads.add(statement.threadId());
    return threads;
  }

  private WaitsCaused waits() {
    TrafficHold.Tally tally = holds.tally();
    return new WaitsCaused(tally.held(), tally.expired(), watch.longestWait(), cutOverTook);
  }
}
