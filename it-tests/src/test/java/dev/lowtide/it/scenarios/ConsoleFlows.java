package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.ChromiumBrowser;
import dev.lowtide.it.harness.ChromiumBrowser.Look;
import dev.lowtide.it.harness.Hand;
import dev.lowtide.it.harness.RunningLowtide;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.operator.AuditEntry;
import dev.lowtide.scheduler.operator.Operator;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * What people do at the console, in a browser, by a hand of whatever kind. The first person and the
 * one whom they invite come in by their links before anything else.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
abstract class ConsoleFlows {

  private static final String NOT_PURGED =
      "SELECT COUNT FROM information_schema.INNODB_METRICS WHERE NAME = 'trx_rseg_history_len'";

  /** The last few transactions wait for the next ones. */
  private static final int NEVER_PURGED = 50;

  private final Look look;
  private final Function<ChromiumBrowser, Hand> hand;

  final MovableClock clock = new MovableClock();
  RunningLowtide lowtide;

  /** The first person, who requests and operates. */
  AtConsole admin;

  /** Whom they invited, who approves. */
  AtConsole eve;

  String textOfInvitation = "";

  ConsoleFlows(Look look, Function<ChromiumBrowser, Hand> hand) {
    this.look = look;
    this.hand = hand;
  }

  @BeforeAll
  final void comeIn() throws Exception {
    dropFormerTables();
    lowtide =
        RunningLowtide.start(
            Lab.server(),
            clock,
            "quiet: { quietFor: 0s, tableUnwrittenFor: 0s }",
            "candidates: { fileSizeMin: 1MiB }",
            "shrink: { retryAfter: 1s }",
            "copy: { shareWithClientsMax: 2 }");
    admin = new AtConsole(lowtide.app().consoleUrl(), look, hand);
    eve = new AtConsole(lowtide.app().consoleUrl(), look, hand);
    admin.welcome(lowtide.app().setUpLink().orElseThrow());
    admin.follow("nav a[href='/people']").type("#name", "eve").choose("#role", "APPROVER");
    textOfInvitation =
        admin.follow("form[action='/people'] button").textOf("section[aria-label='Shown once']");
    eve.welcome(admin.textOf("section.once code"));
  }

  /** One that is not there when the survey comes to it is looked at again only after minutes. */
  private static void dropFormerTables() throws Exception {
    try (Connection direct = Lab.direct()) {
      for (String row : Lab.rows(direct, "SHOW TABLES LIKE 'flow\\_%'")) {
        Lab.execute(direct, "DROP TABLE " + row.replace("|", ""));
      }
    }
  }

  @AfterAll
  final void goAway() {
    admin.close();
    eve.close();
    lowtide.close();
  }

  /** Somebody else's window, or another one of theirs. */
  final AtConsole another() {
    return new AtConsole(lowtide.app().consoleUrl(), look, hand);
  }

  final boolean hasScript() {
    return look.hasScript();
  }

  final Operator operator() {
    return lowtide.app().operator();
  }

  final ShrinkRun run(long id) {
    return operator().run(new RunId(id)).run();
  }

  /** Whether the audit trail says so. */
  final boolean isWrittenDown(String by, String action, String text) {
    return operator().audit().stream().anyMatch(entry -> is(entry, by, action, text));
  }

  private static boolean is(AuditEntry entry, String by, String action, String text) {
    return entry.by().equals(by)
        && entry.action().equalsIgnoreCase(action)
        && entry.text().contains(text);
  }

  /** What a program hears. */
  final HttpResponse<String> api(String method, String path, String token) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(lowtide.app().consoleUrl() + "/api/v1" + path))
                .header("Authorization", "Bearer " + token)
                .method(method, BodyPublishers.noBody())
                .build(),
            BodyHandlers.ofString());
  }

  /**
   * Gets its name when all is dead and purged: the survey measures a table once, and again only
   * after hours.
   */
  final void bloat(String table) throws Exception {
    try (Connection direct = Lab.direct()) {
      Bloat.table(direct, "being_made");
      Lab.await("purge", () -> Long.parseLong(Lab.ask(direct, NOT_PURGED)) <= NEVER_PURGED);
      Lab.execute(direct, "RENAME TABLE being_made TO " + table);
    }
  }

  /** Asks for a run from the list of candidates, by a method of their choice. */
  final long request(String table, ShrinkMethod method) throws Exception {
    bloat(table);
    String plan = "a[href^='/plan'][href*='" + table + "']";
    Lab.await("it is a candidate", () -> admin.go("/candidates").has(plan));
    admin.follow("nav a[href='/candidates']").follow(plan).sees("Plan for lab." + table);
    admin.choose("#method", method.word()).follow("form[action='/plan'] button");
    admin.sees("Checks, as of now").follow("form[action='/runs'] button");
    admin.sees("Run ", "for lab." + table);
    String[] parts = admin.browser().url().split("/", -1);
    long id = Long.parseLong(parts[parts.length - 1].replaceAll("\\D", ""));
    assertThat(run(id).plan().method()).isEqualTo(method);
    assertThat(run(id).requestedBy()).isEqualTo("admin");
    return id;
  }

  /** Asks for one past the console, where what is looked at comes after that. */
  final RunId requested(String table, ShrinkMethod method, String by) {
    return operator().request(new TableName(Lab.SCHEMA, table), Optional.of(method), by).id();
  }

  /** A client that has written to a table and not said whether it means it. */
  final Connection writer(String table) throws Exception {
    Connection client = Lab.through(lowtide);
    client.setAutoCommit(false);
    Lab.execute(client, "UPDATE " + table + " SET v = 'x' LIMIT 1");
    return client;
  }
}
