package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.app.App;
import dev.lowtide.it.harness.BundledMySql;
import dev.lowtide.it.harness.LowtideProcess;
import dev.lowtide.it.harness.LowtideProcess.Result;
import dev.lowtide.it.harness.RawClient;
import dev.lowtide.it.harness.RunningLowtide;
import dev.lowtide.it.harness.TestServer;
import dev.lowtide.scheduler.operator.AuditEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configuration is read again while sessions go on. */
class ReloadIT {

  @TempDir private Path folder;
  private Path config;

  @BeforeEach
  void writeConfig() throws Exception {
    RunningLowtide.createTargetUser(Lab.server());
    config = RunningLowtide.writeConfig(folder, Lab.server());
  }

  @Test
  void newSessionsGoByNewSettingsAndOldOnesGoOn() throws Exception {
    try (LowtideProcess lowtide = LowtideProcess.serve(folder, config);
        Connection before = connect(port(lowtide))) {
      change(
          "listen: \"127.0.0.1:0\", backend", "listen: \"127.0.0.1:0\", sessionsMax: 1, backend");
      append("approval: automatic");

      Result result = lowtide.run("reload");

      assertThat(result.exitCode()).isZero();
      assertThat(result.out())
          .containsPattern("changed +proxy.sessionsMax\n")
          .containsPattern("needs a restart +approval\n");
      assertThat(Lab.ask(before, "SELECT 1")).isEqualTo("1");
      try (RawClient refused = new RawClient(port(lowtide))) {
        assertThat(new String(refused.read(), StandardCharsets.US_ASCII))
            .contains("Too many connections");
      }
      assertThat(lowtide.run("reload").out())
          .containsPattern("changed +nothing\n")
          .containsPattern("needs a restart +approval\n");
    }
  }

  @Test
  void aSignalDoesItToo() throws Exception {
    try (LowtideProcess lowtide = LowtideProcess.serve(folder, config)) {
      append("log: { level: debug }");

      lowtide.signal("HUP");

      Lab.await("the news in the log", () -> log().contains("changed: log.level; needs a restart"));
      assertThat(lowtide.run("status").exitCode()).isZero();
    }
  }

  @Test
  void whereTheSignalIsIgnoredThatIsSaid() throws Exception {
    try (LowtideProcess lowtide = LowtideProcess.serveUnderNohup(folder, config)) {
      append("log: { level: debug }");

      lowtide.signal("HUP");

      assertThat(lowtide.run("reload").out()).containsPattern("changed +log.level\n");
      assertThat(log()).containsOnlyOnce("SIGHUP is ignored").containsOnlyOnce("changed: log");
    }
  }

  @Test
  void aBadFileChangesNothing() throws Exception {
    try (App app = App.start(config)) {
      String text = Files.readString(config);
      for (String bad :
          List.of(
              text.replace("backend:", "sessionsMax: 1, dialTimeout: 9h, backend:"),
              text.replace("backend:", "sessionsMax: 1, clientNetworks: [ x ], backend:"),
              text.replace(
                  "backend:", "sessionsMax: 1, tls: { certificate: /x, key: /y }, backend:"),
              text.replaceFirst("backend: \"[^\"]*\"", "sessionsMax: 1, backend: \"127.0.0.1:1\""),
              text + "nonsense")) {
        assertThat(bad).isNotEqualTo(text);
        Files.writeString(config, bad);

        app.reload();

        try (Connection one = connect(app.proxyAddress().getPort());
            Connection other = connect(app.proxyAddress().getPort())) {
          assertThat(Lab.ask(one, "SELECT 1")).isEqualTo(Lab.ask(other, "SELECT 1"));
        }
        assertThat(lastAudit(app)).startsWith("refused: ");
      }
    }
  }

  /** What the scheduler knows of its target and what clients do would be of two servers. */
  @Test
  void aBackendThatIsAnotherServerLeavesTheSchedulerBlind() throws Exception {
    try (BundledMySql other = BundledMySql.start();
        App app = App.start(config);
        Connection before = connect(app.proxyAddress().getPort())) {
      try (Connection root = other.connect()) {
        Lab.execute(root, "CREATE USER " + Lab.USER + " IDENTIFIED BY '" + Lab.PASSWORD + "'");
      }
      RunningLowtide.createTargetUser(other);
      Lab.await("sight", () -> !isBlind(app));

      change(Lab.server().address(), other.address());
      app.reload();

      assertThat(lastAudit(app))
          .startsWith("changed: proxy.backend; needs a restart: target.address (");
      try (Connection after = connect(app.proxyAddress().getPort())) {
        assertThat(serverId(after)).isNotEqualTo(serverId(before));
      }
      Lab.await("blindness", () -> isBlind(app));
      assertThat(app.operator().now().reasons())
          .first()
          .asString()
          .startsWith("clients are led to another server than the target");

      change(other.address(), Lab.server().address());
      app.reload();
      Lab.await("sight", () -> !isBlind(app));
    }
  }

  private static boolean isBlind(App app) {
    return app.operator().now().verdict().equals("blind");
  }

  private static String lastAudit(App app) {
    return app.operator().audit().stream()
        .max(Comparator.comparing(AuditEntry::id))
        .orElseThrow()
        .text();
  }

  private static String serverId(Connection connection) throws SQLException {
    return Lab.ask(connection, "SELECT @@server_uuid");
  }

  private void change(String old, String instead) throws Exception {
    Files.writeString(config, Files.readString(config).replace(old, instead));
  }

  private void append(String line) throws Exception {
    Files.writeString(config, Files.readString(config) + line + "\n");
  }

  private String log() throws Exception {
    try (DirectoryStream<Path> logs = Files.newDirectoryStream(folder, "serve-*.err")) {
      return Files.readString(logs.iterator().next());
    }
  }

  private static int port(LowtideProcess lowtide) throws Exception {
    String address = lowtide.printed("proxy");
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  private static Connection connect(int port) throws SQLException {
    return TestServer.connect("127.0.0.1", port, Lab.USER, Lab.PASSWORD, "");
  }
}
