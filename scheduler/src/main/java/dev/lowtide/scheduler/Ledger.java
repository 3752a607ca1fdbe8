package dev.lowtide.scheduler;

import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.ledger.Bodies;
import dev.lowtide.scheduler.ledger.Dependencies;
import dev.lowtide.scheduler.ledger.EndedSessions;
import dev.lowtide.scheduler.ledger.LedgerBlindException;
import dev.lowtide.scheduler.ledger.Reaches;
import dev.lowtide.scheduler.ledger.Reconciler;
import dev.lowtide.scheduler.ledger.Reconciliation;
import dev.lowtide.scheduler.mysql.MySqlDictionary;
import dev.lowtide.scheduler.mysql.MySqlServerLedger;
import dev.lowtide.scheduler.mysql.Target;
import java.time.Duration;
import java.util.List;

/**
 * The ledger room at work on a target. {@link #tick} is confined to the scheduler's thread, the
 * rest is safe for any thread.
 */
final class Ledger implements Reaches, LastLook {

  private static final Duration EVERY = Duration.ofSeconds(1);

  /** A little less than a tick: whoever has just ended is looked for at the next one. */
  private static final Duration SOON = Duration.ofMillis(400);

  /** What is older says nothing about now; some reconciliations may fail in between. */
  private static final Duration AGE_MAX = Duration.ofSeconds(5);

  private final NanoClock clock;
  private final Dependencies dependencies;
  private final EndedSessions ended = new EndedSessions();
  private final Reconciler reconciler;

  /** Tells the observer to let it know of sessions that end. */
  Ledger(Target target, Bodies bodies, Observer observer, NanoClock clock) {
    this.clock = clock;
    this.dependencies = new Dependencies(new MySqlDictionary(target), bodies, clock);
    this.reconciler =
        new Reconciler(
            observer::sessionsNow, new MySqlServerLedger(target), dependencies, ended, clock);
    observer.alsoTell(ended);
  }

  /** Looks once a second, and sooner while sessions have ended that the server may go on with. */
  void tick() throws InterruptedException {
    Duration age = age(reconciler.latest());
    if (age.compareTo(EVERY) >= 0 || (!ended.isEmpty() && age.compareTo(SOON) >= 0)) {
      reconciler.reconcile();
    }
  }

  /** As it was last; blind if that is too long ago. */
  Reconciliation latest() {
    Reconciliation last = reconciler.latest();
    Duration age = age(last);
    return age.compareTo(AGE_MAX) > 0
        ? last.blindFor("nothing has been compared for " + age.toSeconds() + " s")
        : last;
  }

  /** Sessions that do not pass the proxy; -1 if that cannot be told now. */
  int bypassing() {
    Reconciliation now = latest();
    return now.isBlind() ? -1 : now.bypassing().size();
  }

  /** As it is. */
  Reconciliation now() throws InterruptedException {
    return reconciler.reconcile();
  }

  @Override
  public String misgiving(Reach table) {
    try {
      Reconciliation found = now();
      return found.isBlind() ? "blind: " + found.blindness() : missed(found, table);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "blind: interrupted";
    }
  }

  private static String missed(Reconciliation found, Reach table) {
    return found.differences().stream()
        .filter(difference -> difference.isMissedOn(table))
        .map(difference -> "the proxy has missed something on the table: " + difference)
        .findFirst()
        .orElse("");
  }

  @Override
  public List<Reach> reaches(List<TableName> tables) {
    return dependencies.reaches(tables);
  }

  /** The same a few seconds old, to judge by as long as nothing is done upon it. */
  List<Reach> recentReaches(List<TableName> tables) {
    return dependencies.recentReaches(tables);
  }

  /** The same as well as it is known: for people to read, and for nothing to be done upon. */
  Reach knownReach(TableName table) {
    try {
      return recentReaches(List.of(table)).get(0);
    } catch (LedgerBlindException e) {
      return Reach.of(table);
    }
  }

  private Duration age(Reconciliation reconciliation) {
    return Duration.ofNanos(clock.nanos() - reconciliation.atNanos());
  }
}
