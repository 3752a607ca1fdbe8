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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/**
 * The ledger room at work on a target, in a thread of its own: thousands of sessions take it a
 * second, and nobody's look at the load waits for that. Safe for any thread.
 */
final class Ledger implements Reaches, LastLook, AutoCloseable {

  /** From one beginning to the next; a little less than two ticks. */
  private static final Duration EVERY = Duration.ofMillis(900);

  /** A little less than a tick: whoever has just ended is looked for at the next one. */
  private static final Duration SOON = Duration.ofMillis(400);

  /** What is older says nothing about now; some reconciliations may fail in between. */
  private static final Duration AGE_MAX = Duration.ofSeconds(5);

  private final NanoClock clock;
  private final Dependencies dependencies;
  private final EndedSessions ended = new EndedSessions();
  private final Reconciler reconciler;
  private final ExecutorService thread;
  private final OneAtATime looking;

  /** Tells the observer to let it know of sessions that end. */
  Ledger(Target target, Bodies bodies, Observer observer, ThreadFactory threads, NanoClock clock) {
    this.clock = clock;
    this.dependencies = new Dependencies(new MySqlDictionary(target), bodies, clock);
    this.reconciler =
        new Reconciler(
            observer::sessionsNow, new MySqlServerLedger(target), dependencies, ended, clock);
    this.thread = Executors.newSingleThreadExecutor(threads);
    this.looking = new OneAtATime("comparing the ledger", this::look, thread);
    observer.alsoTell(ended);
  }

  /**
   * Has it looked once a second, and sooner while sessions have ended that the server may go on
   * with; but after a long look the server is left alone for a while.
   */
  void tick() {
    Reconciliation last = reconciler.latest();
    Duration took = last.took();
    Duration every = ended.isEmpty() ? EVERY : SOON;
    Duration rest = took.compareTo(EVERY) < 0 ? took : EVERY;
    Duration age = age(last);
    if (age.plus(took).compareTo(every) >= 0 && age.compareTo(rest) >= 0) {
      looking.begin();
    }
  }

  private void look() {
    try {
      reconciler.reconcile();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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

  /** Looks no more. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
