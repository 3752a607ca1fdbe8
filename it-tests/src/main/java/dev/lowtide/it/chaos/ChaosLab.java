package dev.lowtide.it.chaos;

import dev.lowtide.it.harness.BreakableLink;
import dev.lowtide.it.harness.KillableMySql;
import dev.lowtide.it.harness.LowtideApi;
import dev.lowtide.it.harness.LowtideChild;
import dev.lowtide.it.harness.RunningLowtide;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A server, a Lowtide, and the link between them, all of which can be broken and mended. */
final class ChaosLab implements AutoCloseable {

  /** Further lines of Lowtide's configuration, one beside the other with {@code ;} between them. */
  private static final String SETTINGS = "LOWTIDE_CHAOS_SETTINGS";

  /** Nothing is ever too busy: what is tested is whether rows are safe then. */
  private static final List<String> OPEN_TO_ALL =
      List.of(
          "approval: automatic",
          "quiet: { quietFor: 0s, tableUnwrittenFor: 0s, statementsPerSecondMax: 1000000,"
              + " commandsInFlightMax: 100000, threadsRunningMax: 100000,"
              + " openTransactionsMax: 100000, transactionAgeMax: 24h, readViewAgeMax: 24h,"
              + " historyLengthMax: 1000000000, checkpointAgePercentMax: 100, slowFloor: 60s,"
              + " slowerThanUsualMax: 1000 }",
          "copy: { shareWithClientsMax: 100, threadsRunningMax: 100000, commandsInFlightMax: 100000,"
              + " slowerThanUsualMax: 1000, historyLengthMax: 1000000000,"
              + " checkpointAgePercentMax: 100 }",
          "shrink: { retryAfter: 1s, attemptsMax: 1000 }");

  /** What a small machine gives it; more would hide what grows without bound. */
  private static final List<String> JVM = List.of("-Xmx256m", "-XX:TieredStopAtLevel=1");

  /** A killed process loses nothing that it has handed to the operating system. */
  private static final String[] QUICK = {
    "--innodb-flush-log-at-trx-commit=2",
    "--log-bin-trust-function-creators=ON",
    "--innodb-redo-log-capacity=512M",
    "--sync-binlog=1",
    "--innodb-buffer-pool-size=256M",
    "--max-connections=400",
    "--max-allowed-packet=64M"
  };

  private final KillableMySql server;
  private final BreakableLink link;
  private final LowtideChild lowtide;
  private final LowtideApi api;

  private ChaosLab(KillableMySql server, BreakableLink link, LowtideChild lowtide) {
    this.server = server;
    this.link = link;
    this.lowtide = lowtide;
    this.api = new LowtideApi(lowtide.folder());
  }

  static ChaosLab start() throws IOException, InterruptedException, SQLException {
    KillableMySql server = KillableMySql.start(QUICK);
    RunningLowtide.createTargetUser(server);
    mayMakeTriggersOfOthers(server);
    BreakableLink link = new BreakableLink(server.port());
    List<String> settings = new ArrayList<>(OPEN_TO_ALL);
    settings.addAll(List.of(System.getenv().getOrDefault(SETTINGS, "").split(";", -1)));
    ChaosLab lab = new ChaosLab(server, link, LowtideChild.start(link.port(), JVM, settings));
    try (Connection connection = lab.straight().connect()) {
      TableFill.prepare(connection);
    }
    return lab;
  }

  private static void mayMakeTriggersOfOthers(KillableMySql server) throws SQLException {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      boolean isRenamed = connection.getMetaData().getDatabaseMajorVersion() > 8;
      statement.execute(
          "GRANT "
              + (isRenamed ? "SET_ANY_DEFINER" : "SET_USER_ID")
              + ", SYSTEM_USER ON *.* TO '"
              + RunningLowtide.TARGET_USER
              + "'@'%'");
    }
  }

  KillableMySql server() {
    return server;
  }

  BreakableLink link() {
    return link;
  }

  LowtideChild lowtide() {
    return lowtide;
  }

  LowtideApi api() {
    return api;
  }

  /** Past the proxy and the link. */
  Access straight() {
    return Trial.access("127.0.0.1", server.port(), server.user(), server.password());
  }

  Access through() {
    return Trial.access("127.0.0.1", lowtide.proxyPort(), server.user(), server.password());
  }

  @Override
  public void close() throws IOException {
    lowtide.close();
    link.close();
    server.close();
  }
}
