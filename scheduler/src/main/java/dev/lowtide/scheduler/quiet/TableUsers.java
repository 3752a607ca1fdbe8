package dev.lowtide.scheduler.quiet;

import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.SessionPhase;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.SessionSnapshot.CommandSnapshot;
import dev.lowtide.proxy.activity.TransactionSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * No session that passes the proxy has the table in a transaction, in a statement, under LOCK
 * TABLES or in a HANDLER. Those who have are named, and with what.
 */
final class TableUsers implements TableCondition {

  @Override
  public Signal signal() {
    return Signal.TABLE_IN_USE;
  }

  @Override
  public Finding judge(TableSignals seen) {
    long now = seen.load().atNanos();
    List<String> users =
        seen.load().sessions().stream()
            .filter(session -> session.mayTouch(seen.reach()))
            .map(session -> describe(session, seen.reach(), now))
            .toList();
    return Finding.of(users.isEmpty(), Words.named(users), "none");
  }

  private static String describe(SessionSnapshot session, Reach reach, long now) {
    List<String> words = new ArrayList<>();
    words.add(
        "session "
            + session.serverThreadId()
            + " ("
            + session.user()
            + "@"
            + session.clientAddress()
            + ")");
    if (session.phase() == SessionPhase.OPAQUE) {
      words.add("cannot be followed");
    }
    addTransaction(words, session.transaction(), reach, now);
    CommandSnapshot command = session.command();
    if (command != null && command.footprint().touches(reach)) {
      words.add("in a statement for " + ago(command.sinceNanos(), now));
    }
    if (session.belongings().lockedTables().touches(reach)) {
      words.add("under LOCK TABLES");
    }
    if (session.belongings().openHandlers().touches(reach)) {
      words.add("open in a HANDLER");
    }
    return String.join(", ", words);
  }

  private static void addTransaction(
      List<String> words, TransactionSnapshot transaction, Reach reach, long now) {
    if (transaction.state().mayHoldLocks()) {
      words.add("open for " + ago(transaction.sinceNanos(), now));
    }
    Long touched = transaction.lastTouchNanos(reach);
    if (touched != null) {
      words.add("touched it " + ago(touched, now) + " ago");
    }
  }

  private static String ago(long thenNanos, long now) {
    return Words.seconds(Duration.ofNanos(now - thenNanos));
  }
}
