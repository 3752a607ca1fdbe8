package dev.lowtide.it.bench;

import dev.lowtide.it.harness.TemporaryFolders;
import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.journal.Store;
import dev.lowtide.scheduler.operator.AuditEntry;
import dev.lowtide.scheduler.operator.AuditFilter;
import dev.lowtide.scheduler.operator.AuditVerdict;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/**
 * How long it takes to verify an audit trail: {@code AuditVerification LINES [JDBC-URL]}, by
 * default in a store of its own, which is removed again. Lines are as runs write them.
 */
public final class AuditVerification {

  private static final int LINES = 1_000_000;
  private static final int BATCH = 10_000;
  private static final int ROUNDS = 3;

  private AuditVerification() {}

  public static void main(String[] arguments) throws IOException, SQLException {
    int lines = arguments.length > 0 ? Integer.parseInt(arguments[0]) : LINES;
    Path directory = TemporaryFolders.create("audit");
    String url = "jdbc:h2:file:" + directory.resolve("store");
    Store.open(url).close();
    fill(url, lines);
    long began = System.nanoTime();
    try (Store store = Store.open(url)) {
      say("%,d lines of an older store chained in %.1f s", lines, secondsSince(began));
      measure(new Journal(store), lines);
    }
  }

  private static void fill(String url, int lines) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        PreparedStatement line =
            connection.prepareStatement(
                "INSERT INTO audit (made_at, made_by, action, text) VALUES (?, 'lowtide',"
                    + " 'WAITING_FOR_QUIET', ?)")) {
      long at = System.currentTimeMillis();
      for (int i = 1; i <= lines; i++) {
        line.setLong(1, at + i);
        line.setString(2, "run " + i / 8 + " for shop.orders: 3 commands in flight (at most 0)");
        line.addBatch();
        if (i % BATCH == 0 || i == lines) {
          line.executeBatch();
        }
      }
      connection.createStatement().execute("UPDATE audit_head SET entries = -1");
    }
  }

  private static void measure(Journal journal, int lines) {
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      AuditVerdict verdict = journal.trail().verify();
      say("%s: verified in %.2f s", verdict.text(), secondsSince(start));
    }
    page(journal, "the newest", new AuditFilter("", "", "", 0, 0, 100));
    page(journal, "of one run", new AuditFilter("", "", "", lines / 16, 0, 100));
    page(journal, "of nobody", new AuditFilter("nobody", "", "", 0, 0, 100));
    page(journal, "with no such text", new AuditFilter("", "", "no such text", 0, 0, 100));
  }

  private static void page(Journal journal, String what, AuditFilter filter) {
    long start = System.nanoTime();
    List<AuditEntry> page = journal.trail().page(filter);
    say("a page %s: %d lines in %.1f ms", what, page.size(), 1000 * secondsSince(start));
  }

  private static double secondsSince(long began) {
    return (System.nanoTime() - began) / 1e9;
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
