package dev.lowtide.it.scenarios;

import dev.lowtide.it.harness.ChromiumBrowser;
import dev.lowtide.it.harness.RunningLowtide;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.operator.Person;
import dev.lowtide.scheduler.operator.Role;
import dev.lowtide.scheduler.shrink.RunId;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A Lowtide of which every page has something to show, and where its pages are. */
final class ConsolePages implements AutoCloseable {

  static final String PASSWORD = "correct horse battery";

  /** Answers for programs, and what pages consist of. */
  private static final List<String> NO_PAGES =
      List.of("/api/", "/static/", "/metrics", "/health", "/ready", "/live", "/updates");

  private final RunningLowtide lowtide;
  private final Connection client;
  private RunId waiting;
  private final RunId done;

  private ConsolePages(RunningLowtide lowtide, Connection client, RunId waiting, RunId done) {
    this.lowtide = lowtide;
    this.client = client;
    this.waiting = waiting;
    this.done = done;
  }

  static ConsolePages start() throws Exception {
    RunningLowtide lowtide =
        RunningLowtide.start(
            Lab.server(),
            "quiet: { quietFor: 0s, tableUnwrittenFor: 0s }",
            "candidates: { fileSizeMin: 1MiB }");
    try (Connection direct = Lab.direct()) {
      Bloat.table(direct, "shown_done");
      Bloat.table(direct, "shown_waiting");
    }
    RunId done = request(lowtide, "shown_done");
    lowtide.app().operator().approve(done, "bob");
    Lab.awaitEnd(lowtide, done);
    Connection client = Lab.through(lowtide);
    client.setAutoCommit(false);
    Lab.execute(client, "UPDATE shown_waiting SET v = 'x' LIMIT 1");
    return new ConsolePages(lowtide, client, request(lowtide, "shown_waiting"), done);
  }

  private static RunId request(RunningLowtide lowtide, String table) {
    return lowtide.app().operator().request(new TableName(Lab.SCHEMA, table), "alice").id();
  }

  /** After somebody has decided on what waits. */
  void requestAgain() {
    waiting = request(lowtide, "shown_waiting");
  }

  RunningLowtide lowtide() {
    return lowtide;
  }

  String base() {
    return lowtide.app().consoleUrl();
  }

  /** Signs the first administrator in. */
  void signIn(ChromiumBrowser browser) {
    if (lowtide.app().people().isEmpty()) {
      browser.go(base() + path(lowtide.app().setUpLink().orElseThrow()));
      browser.type("#password", PASSWORD);
    } else {
      browser.go(base() + "/sign-in");
      browser.type("#name", "admin");
      browser.type("#password", PASSWORD);
    }
    browser.click("main button");
    Lab.await("a page of ours", () -> !browser.findAll("nav").isEmpty());
  }

  /** Every page there is, by its route. */
  Map<String, String> all() throws Exception {
    long threadId = Lab.threadId(client);
    Map<String, String> pages = new TreeMap<>();
    pages.put("/", "/");
    pages.put("/sessions", "/sessions");
    pages.put("/sessions/{id}/end", "/sessions/" + threadId + "/end");
    pages.put("/calendar", "/calendar");
    pages.put("/inbox", "/inbox");
    pages.put("/candidates", "/candidates?all=true");
    pages.put("/spaces", "/spaces");
    pages.put("/plan", "/plan?subject=lab.shown_waiting");
    pages.put("/runs", "/runs");
    pages.put("/runs/{id}", "/runs/" + waiting);
    pages.put("/runs/{id} that is over", "/runs/" + done);
    pages.put("/load", "/load");
    pages.put("/load of a day", "/load?for=1d");
    pages.put("/targets", "/targets");
    pages.put("/about", "/about");
    pages.put("/stop", "/stop");
    pages.put("/audit", "/audit");
    pages.put("/people", "/people");
    pages.put("/tokens", "/tokens");
    pages.put("/sign-in", "/sign-in");
    pages.put("/welcome/{secret}", welcome());
    pages.put("a page that is not there", "/runs/4711");
    return pages;
  }

  /** Routes that answer with a page, as the console itself knows them. */
  List<String> routes() {
    return lowtide.app().consoleRoutes().stream()
        .filter(route -> route.startsWith("GET "))
        .map(route -> route.substring("GET ".length()))
        .filter(route -> NO_PAGES.stream().noneMatch(route::startsWith))
        .sorted()
        .collect(Collectors.toList());
  }

  private String welcome() {
    return "/welcome/" + lowtide.app().people().invite(new Person("late", Role.VIEWER));
  }

  private static String path(String link) {
    return link.substring(link.indexOf("/welcome/"));
  }

  @Override
  public void close() throws Exception {
    client.close();
    lowtide.close();
  }
}
