package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.app.App;
import dev.lowtide.app.ConfigException;
import dev.lowtide.it.harness.BundledMySql;
import dev.lowtide.it.harness.LowtideProcess;
import dev.lowtide.it.harness.ProxySetUp;
import dev.lowtide.it.harness.RunningLowtide;
import dev.lowtide.it.harness.RunningProxy;
import dev.lowtide.it.harness.TestServer;
import dev.lowtide.proxy.relay.BackendAddress.UnixSocket;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways to the server: a socket on this machine, a name that moves. */
class BackendAddressIT {

  @ParameterizedTest
  @ValueSource(strings = {"sslMode=REQUIRED", "sslMode=DISABLED"})
  void aServerIsReachedOverItsSocket(String options) throws Exception {
    try (BundledMySql server = BundledMySql.start();
        RunningProxy proxy = new ProxySetUp(new UnixSocket(server.socket())).start();
        Connection client =
            TestServer.connect("127.0.0.1", proxy.port(), server.user(), "", options)) {
      assertThat(Lab.ask(client, "SELECT CURRENT_USER()")).isEqualTo("root@localhost");
      String way = "SELECT connection_type FROM performance_schema.threads";
      assertThat(Lab.ask(client, way + " WHERE processlist_id = CONNECTION_ID()"))
          .isEqualTo(options.contains("REQUIRED") ? "SSL/TLS" : "Socket");
    }
  }

  @Test
  void lowtideBeforeASocketKnowsItsTarget(@TempDir Path folder) throws Exception {
    try (BundledMySql server = BundledMySql.start();
        BundledMySql other = BundledMySql.start()) {
      RunningLowtide.createTargetUser(server);
      RunningLowtide.createTargetUser(other);

      try (App app = App.start(config(folder, server.socket(), server.address()))) {
        assertThat(app.proxyAddress().getPort()).isPositive();
      }

      Path wrong = config(folder, server.socket(), other.address());
      assertThatThrownBy(() -> App.start(wrong))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("is another server than proxy.backend");
    }
  }

  /**
   * Two servers with one port on two addresses, and a hosts file that decides between them. Nobody
   * listens at the first address that it names.
   */
  @Test
  void aNameThatMovesIsFollowedByNewSessions(@TempDir Path folder) throws Exception {
    String port = String.valueOf(freePort());
    Path hosts =
        Files.writeString(folder.resolve("hosts"), "127.0.0.3 db.example\n127.0.0.1 db.example\n");
    try (BundledMySql one = BundledMySql.start("--port=" + port, "--bind-address=127.0.0.1");
        BundledMySql other = BundledMySql.start("--port=" + port, "--bind-address=127.0.0.2")) {
      RunningLowtide.createTargetUser(TestServerAt.of("127.0.0.1", port));
      Path config = RunningLowtide.writeConfig(folder, TestServerAt.of("db.example", port));
      try (LowtideProcess lowtide =
              LowtideProcess.serve(folder, config, "-Djdk.net.hosts.file=" + hosts);
          Connection before = connect(lowtide)) {
        String first = serverId(before);

        Files.writeString(hosts, "127.0.0.2 db.example\n");

        Lab.await("the other server", () -> !serverIdOfNew(lowtide).equals(first));
        assertThat(serverId(before)).isEqualTo(first);
      }
      assertThat(one.port()).isNotEqualTo(other.port());
    }
  }

  private static String serverIdOfNew(LowtideProcess lowtide) throws Exception {
    try (Connection connection = connect(lowtide)) {
      return serverId(connection);
    }
  }

  private static String serverId(Connection connection) throws SQLException {
    return Lab.ask(connection, "SELECT @@server_uuid");
  }

  private static Connection connect(LowtideProcess lowtide) throws Exception {
    String address = lowtide.printed("proxy");
    int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    return TestServer.connect("127.0.0.1", port, "root", "", "");
  }

  private static Path config(Path folder, Path socket, String target) throws IOException {
    return Files.writeString(
        folder.resolve("lowtide.yaml"),
        """
        proxy:   { listen: "127.0.0.1:0", backend: "unix:%s" }
        target:  { address: "%s", user: lowtide, password: secret }
        console: { listen: "127.0.0.1:0" }
        store:   { url: "jdbc:h2:file:%s" }
        state:   { directory: "%s" }
        """
            .formatted(socket, target, folder.resolve("store"), folder));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** A server that somebody else started, by another of its names. */
  private record TestServerAt(String host, int port) implements TestServer {

    static TestServerAt of(String host, String port) {
      return new TestServerAt(host, Integer.parseInt(port));
    }

    @Override
    public String user() {
      return "root";
    }

    @Override
    public String password() {
      return "";
    }

    @Override
    public void close() {
      // Whoever started it ends it.
    }
  }
}
