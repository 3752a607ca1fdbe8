package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.RunningLowtide;
import dev.lowtide.scheduler.ledger.Difference;
import dev.lowtide.scheduler.ledger.Difference.Kind;
import dev.lowtide.scheduler.ledger.Reconciliation;
import java.sql.Connection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The ledger is what the server says, after every command of a long random workload.
 *
 * <p>A client that waits for a lock is left waiting while the others go on, so there are time-outs
 * and deadlocks. With {@code -Dlowtide.ledger.seed=} and {@code -Dlowtide.ledger.commands=} it is
 * another workload, or a longer one.
 */
class LedgerIsServerIT {

  private static final long SEED = Long.getLong("lowtide.ledger.seed", 20_260_301);

  /** Some 30 s. */
  private static final int COMMANDS = Integer.getInteger("lowtide.ledger.commands", 2_000);

  private static final int CLIENTS = 8;

  /** Most commands take less than a millisecond; who takes longer waits for a lock. */
  private static final long PATIENCE_MILLIS = 30;

  private static final int SHOWN_MAX = 40;

  private final LedgerWorkload workload = new LedgerWorkload(SEED);
  private final List<LedgerClient> clients = new ArrayList<>();
  private final Deque<String> history = new ArrayDeque<>();

  /** Their old locks may be shown as theirs: see {@link Kind#MAYBE_PREPARED}. */
  private final Set<Long> haveEverPrepared = new HashSet<>();

  /** Without autocommit they begin what the server's flags call a transaction. */
  private final Set<Long> haveHadTemporaryTables = new HashSet<>();

  /**
   * Transactions, by thread and number, in which a statement has failed, or was undone to a
   * savepoint: what such a statement locked the server may give up, and the ledger does not. And
   * those that end one transaction and begin the next in one go: LOCK TABLES without autocommit,
   * and BEGIN among several statements. And SHOW CREATE TABLE, which gives up its lock at once.
   */
  private final Set<List<Long>> haveExtra = new HashSet<>();

  /** Those whose last command was not over when its patience was: how it ends is not seen. */
  private final Set<LedgerClient> left = new HashSet<>();

  private long compared;

  @Test
  void afterEveryCommand() throws Exception {
    try (LedgerLab lab = LedgerLab.open();
        Connection server = Lab.server().connect()) {
      // Whoever may not ask for prepared transactions hears of them up to 100 ms late.
      Lab.execute(server, "GRANT XA_RECOVER_ADMIN ON *.* TO " + RunningLowtide.TARGET_USER);
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(new LedgerClient(lab.proxy().port()));
      }
      for (int i = 0; i < COMMANDS; i++) {
        step(lab);
      }
      assertThat(compared).isGreaterThan(COMMANDS);
      Lab.execute(server, "REVOKE XA_RECOVER_ADMIN ON *.* FROM " + RunningLowtide.TARGET_USER);
    } finally {
      for (LedgerClient client : clients) {
        client.close();
      }
    }
  }

  private void step(LedgerLab lab) throws Exception {
    int who = workload.below(CLIENTS);
    LedgerClient client = clients.get(who);
    String text = workload.next(who);
    if (!client.isBusy()) {
      if (text.contains("XA PREPARE")) {
        haveEverPrepared.add(client.threadId());
      }
      if (text.contains("TEMPORARY")) {
        haveHadTemporaryTables.add(client.threadId());
      }
      long thread = client.threadId();
      String outcome = client.run(text, PATIENCE_MILLIS);
      left.remove(client);
      if (outcome.equals(LedgerClient.GOES_ON)) {
        left.add(client);
      } else if (!outcome.equals("OK")
          || text.startsWith("ROLLBACK TO")
          || text.startsWith("LOCK TABLES")
          || text.startsWith("BEGIN;")
          || text.startsWith("CALL p_begin")
          || text.startsWith("SHOW CREATE")) {
        onExtra(lab, thread);
      }
      remember(thread + ": " + text + " -> " + outcome);
    }
    // It may not have reached the proxy when it was left, and the transaction was the one before.
    for (LedgerClient each : left) {
      onExtra(lab, each.threadId());
    }
    check(lab.reconcile());
  }

  private void onExtra(LedgerLab lab, long thread) throws Exception {
    lab.proxy().sessions().stream()
        .filter(session -> session.serverThreadId() == thread)
        .forEach(session -> haveExtra.add(List.of(thread, session.transaction().number())));
  }

  private void check(Reconciliation found) {
    assertThat(found.blindness()).describedAs(this::story).isEmpty();
    compared += found.compared();
    assertThat(found.differences()).describedAs(this::story).allMatch(this::isAccepted);
  }

  private boolean isAccepted(Difference difference) {
    return switch (difference.kind()) {
      case MISSED, TRANSACTION, SCHEMA, USER_LOCK, LOST -> false;
      case MAYBE_PREPARED -> haveEverPrepared.contains(difference.threadId());
      case EXTRA -> haveExtra.contains(List.of(difference.threadId(), difference.transaction()));
      case NO_TRANSACTION -> haveHadTemporaryTables.contains(difference.threadId());
    };
  }

  private void remember(String line) {
    history.add(line);
    if (history.size() > SHOWN_MAX) {
      history.remove();
    }
  }

  private String story() {
    return "seed " + SEED + ", the last commands:\n" + String.join("\n", history) + "\n";
  }
}
