package dev.lowtide.scheduler.execute;

import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.ChangeFeed;
import dev.lowtide.scheduler.copy.CopyStoppedException;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.copy.RowKey;
import dev.lowtide.scheduler.execute.Swap.Outcome;
import dev.lowtide.scheduler.execute.SwapServer.InTheWay;
import dev.lowtide.scheduler.execute.TrafficHold.RefusedException;
import dev.lowtide.scheduler.shrink.AbortReason;
import dev.lowtide.scheduler.shrink.WaitsCaused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt to put a shadow in the place of its original, within a budget of time.
 *
 * <pre>
 * in step ─► hold the table and new read views ─► everybody is gone, and their changes are applied
 *   ─► lock ─► mark ─► catch up to the mark ─► the rows of these last changes are the same ─► swap
 *   ─► unlock ─► release
 * </pre>
 *
 * At each step the time that is left decides. Where it is not enough everything is given back: the
 * lock first and the hold after it, because who is let go must not meet the lock. No client is ever
 * killed. Whatever can be done before the hold is done before it, and the shadow is brought in step
 * last of all: so what is left to be applied under the lock are the changes of a moment. Confined
 * to the copy's thread.
 */
public final class SwapUnderHold {

  private static final Logger log = LoggerFactory.getLogger(SwapUnderHold.class);

  private final Pair pair;
  private final SwapServer server;
  private final TrafficHold traffic;
  private final Surroundings surroundings;
  private final Pace pace;
  private final Duration budget;

  /**
   * What is swapped.
   *
   * @param session to do it with
   * @param feed of the original's changes, up to which the shadow is
   * @param inStep asked when all else is ready, before anybody is held
   * @param lastLook asked under the lock, by another session
   */
  public record Pair(
      CopyTable table, SwapSession session, ChangeFeed feed, InStep inStep, LastLook lastLook) {}

  /** Applies what has come until so little is left that it can be applied while clients wait. */
  @FunctionalInterface
  public interface InStep {

    /**
     * Tries for some seconds at most.
     *
     * @return rows that have not been the same in both when they were compared last, or not since;
     *     nothing if they change too fast to be kept up with at this moment
     * @throws CopyStoppedException if the copy cannot go on
     */
    Optional<Set<RowKey>> reach() throws CopyStoppedException, InterruptedException;
  }

  /** Sees what only somebody can see who is not under the lock. */
  @FunctionalInterface
  public interface LastLook {

    /**
     * Whether the original is still defined as it was when it was copied.
     *
     * @throws CopyStoppedException if the copy cannot be trusted
     */
    boolean isUnchanged() throws CopyStoppedException;
  }

  public SwapUnderHold(
      Pair pair,
      SwapServer server,
      TrafficHold traffic,
      Surroundings surroundings,
      Pace pace,
      Duration budget) {
    this.pair = pair;
    this.server = server;
    this.traffic = traffic;
    this.surroundings = surroundings;
    this.pace = pace;
    this.budget = budget;
  }

  /** Who would keep an attempt from succeeding now. Nobody waits for this look. */
  public Optional<String> inTheWay() throws InterruptedException {
    List<String> names = Onlookers.names(lasting());
    return names.isEmpty() ? Optional.empty() : Optional.of(Onlookers.text(names));
  }

  /**
   * One attempt.
   *
   * @throws CopyStoppedException if the copy itself cannot go on; nothing is locked or held then
   */
  public Swap attempt() throws CopyStoppedException, InterruptedException {
    Onlookers onlookers;
    Set<RowKey> open;
    TrafficHold.Handle hold;
    try {
      failIfRefused();
      failIfAny(lasting());
      onlookers = onlookers();
      List<Reach> reaches = surroundings.reaches(lockedForClients());
      pair.session().announce();
      Optional<Begun> begun = begin(reaches);
      if (begun.isEmpty()) {
        return notBegun(AbortReason.TABLE_IN_USE, "rows change faster than they can be followed");
      }
      open = begun.get().open();
      hold = begun.get().hold();
    } catch (AttemptStoppedException stopped) {
      return notBegun(stopped.reason(), stopped.text());
    } catch (RefusedException e) {
      return notBegun(AbortReason.TABLE_IN_USE, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      log.warn("table={} no cut-over can be begun", pair.table().original(), e);
      return notBegun(AbortReason.BLIND, String.valueOf(e.getMessage()));
    }
    return new SwapAttempt(pair, open, server, hold, onlookers, surroundings, pace, budget).run();
  }

  /** Nothing that takes time comes between: what changes meanwhile is applied under the hold. */
  private Optional<Begun> begin(List<Reach> tables)
      throws RefusedException, CopyStoppedException, InterruptedException {
    boolean isHeld = false;
    try {
      Optional<Set<RowKey>> open = pair.inStep().reach();
      if (open.isEmpty()) {
        return Optional.empty();
      }
      TrafficHold.Handle hold = traffic.holdAll(tables, budget);
      isHeld = true;
      return Optional.of(new Begun(hold, open.get()));
    } finally {
      if (!isHeld) {
        pair.session().conclude(false);
      }
    }
  }

  private record Begun(TrafficHold.Handle hold, Set<RowKey> open) {}

  private void failIfRefused() throws AttemptStoppedException {
    List<String> refusals = pair.session().refusals();
    if (!refusals.isEmpty()) {
      throw new AttemptStoppedException(AbortReason.SERVER_REFUSED, String.join("; ", refusals));
    }
  }

  private static void failIfAny(List<InTheWay> lasting) throws AttemptStoppedException {
    if (!lasting.isEmpty()) {
      throw new AttemptStoppedException(
          AbortReason.TABLE_IN_USE, Onlookers.text(Onlookers.names(lasting)));
    }
  }

  private List<InTheWay> lasting() throws InterruptedException {
    return onlookers().lasting(budget);
  }

  /** Nobody but us has business with the shadow and the registry, but who knows. */
  private Onlookers onlookers() {
    List<TableName> tables = new ArrayList<>(lockedForClients());
    tables.add(pair.table().shadow());
    tables.add(new TableName(CopyTable.REGISTRY, "copy"));
    return new Onlookers(server, surroundings, tables);
  }

  private List<TableName> lockedForClients() {
    List<TableName> tables = new ArrayList<>();
    tables.add(pair.table().original());
    tables.addAll(pair.session().alsoLocked());
    return tables;
  }

  private static Swap notBegun(AbortReason reason, String text) {
    return new Swap(
        Outcome.NOT_NOW, reason, text, WaitsCaused.NONE, Duration.ZERO, List.of(), Set.of());
  }
}
