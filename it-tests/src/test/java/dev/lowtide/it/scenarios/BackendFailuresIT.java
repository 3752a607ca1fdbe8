package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.app.App;
import dev.lowtide.app.ConfigException;
import dev.lowtide.it.harness.BundledMySql;
import dev.lowtide.it.harness.RunningLowtide;
import dev.lowtide.it.harness.RunningProxy;
import dev.lowtide.it.harness.TestServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The backend refuses, hangs, is full or dies: clients hear of it, and no session is left over. */
class BackendFailuresIT {

  @Test
  void aBackendThatRefusesIsNamed() throws Exception {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = socket.getLocalPort();
    }
    try (RunningProxy proxy = RunningProxy.before(nobody)) {
      assertThatThrownBy(() -> connect(proxy))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("cannot connect to its backend")
          .hasMessageContaining(":" + nobody);
      Lab.await("no session to be left", () -> proxy.sessions().isEmpty());
    }
  }

  @Test
  void aBackendThatSaysNothingIsGivenUp() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        RunningProxy proxy =
            RunningProxy.before(silent.getLocalPort(), 10, Duration.ofMillis(500));
        Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
      client.setSoTimeout(10_000);

      assertThat(client.getInputStream().read()).isEqualTo(-1);
      Lab.await("no session to be left", () -> proxy.sessions().isEmpty());
    }
  }

  @Test
  void aFullBackendsOwnErrorComesThrough() throws Exception {
    try (BundledMySql full = BundledMySql.start("--max-connections=1");
        RunningProxy proxy = RunningProxy.before(full.port());
        Connection only = full.connect();
        Connection spare = full.connect()) {
      Lab.execute(only, "CREATE USER " + Lab.USER + " IDENTIFIED BY '" + Lab.PASSWORD + "'");

      assertThatThrownBy(() -> connect(proxy))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("Too many connections");
      assertThat(spare.isValid(5)).isTrue();
    }
  }

  @Test
  void aTargetThatIsNotBehindTheProxyIsRefused(@TempDir Path folder) throws Exception {
    RunningLowtide.createTargetUser(Lab.server());
    try (BundledMySql other = BundledMySql.start()) {
      RunningLowtide.createTargetUser(other);
      Path config = RunningLowtide.writeConfig(folder, Lab.server());
      String text = Files.readString(config);
      Files.writeString(
          config, text.replace("target:  {", "target:  { address: \"" + other.address() + "\","));

      assertThatThrownBy(() -> App.start(config))
          .isInstanceOf(ConfigException.class)
          .hasMessage(
              "target.address: '"
                  + other.address()
                  + "' is another server than proxy.backend (expected: another way to the same)");
    }
  }

  @Test
  void aBackendThatDiesEndsItsSessions() throws Exception {
    try (BundledMySql mortal = BundledMySql.start();
        RunningProxy proxy = RunningProxy.before(mortal.port());
        Connection client =
            TestServer.connect("127.0.0.1", proxy.port(), mortal.user(), mortal.password(), "")) {
      CompletableFuture<Void> statement =
          CompletableFuture.runAsync(
              () -> {
                try {
                  Lab.execute(client, "SELECT SLEEP(60)");
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      Lab.await("a command in flight", () -> proxy.sessions().get(0).command() != null);

      mortal.kill();

      assertThat(statement).failsWithin(Duration.ofSeconds(20));
      Lab.await("no session to be left", () -> proxy.sessions().isEmpty());
    }
  }

  private static Connection connect(RunningProxy proxy) throws SQLException {
    return TestServer.connect("127.0.0.1", proxy.port(), Lab.USER, Lab.PASSWORD, "");
  }
}
