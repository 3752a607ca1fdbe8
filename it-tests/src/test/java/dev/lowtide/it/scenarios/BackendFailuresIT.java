package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.app.App;
import dev.lowtide.app.ConfigException;
import dev.lowtide.it.harness.BundledMySql;
import dev.lowtide.it.harness.ProxySetUp;
import dev.lowtide.it.harness.RawClient;
import dev.lowtide.it.harness.RunningLowtide;
import dev.lowtide.it.harness.RunningProxy;
import dev.lowtide.it.harness.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The backend refuses, hangs, is full or dies: clients hear of it, and no session is left over. */
class BackendFailuresIT {

  /** Columns of /proc/net/tcp. */
  private static final int LOCAL = 1;

  private static final int REMOTE = 2;
  private static final Pattern SPACES = Pattern.compile("\\s+");

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
            new ProxySetUp(silent.getLocalPort()).dialTimeout(Duration.ofSeconds(2)).start();
        RawClient client = new RawClient(proxy.port())) {

      assertThat(text(client.read()))
          .startsWith("\u00ff\u00d3\u0007Lowtide cannot connect to its backend 127.0.0.1:")
          .endsWith(": no greeting within PT2S");
      assertThat(client.isHungUp()).isTrue();
      Lab.await("no session to be left", () -> proxy.sessions().isEmpty());
    }
  }

  @Test
  void aBackendThatHangsUpBeforeItsGreetingIsNamed() throws Exception {
    try (ServerSocket rude = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        RunningProxy proxy = RunningProxy.before(rude.getLocalPort());
        RawClient client = new RawClient(proxy.port())) {
      rude.accept().close();

      assertThat(text(client.read())).endsWith(": it hung up before its greeting");
      assertThat(client.isHungUp()).isTrue();
    }
  }

  /** Everybody's account is bound to another host, which the server says instead of a greeting. */
  @Test
  void aBackendThatDoesNotAllowOurHostSaysSoItself() throws Exception {
    try (BundledMySql closed = BundledMySql.start("--skip-name-resolve");
        RunningProxy proxy = RunningProxy.before(closed.port());
        RawClient direct = new RawClient(closed.port());
        RawClient client = new RawClient(proxy.port())) {
      byte[] itsOwn = direct.readToTheEnd();

      assertThat(text(itsOwn)).contains("is not allowed to connect to this MySQL server");
      assertThat(client.readToTheEnd()).isEqualTo(itsOwn);
    }
  }

  @Test
  void oneSessionTooManyIsRefusedAsTheServerDoesIt() throws Exception {
    try (BundledMySql full = BundledMySql.start("--max-connections=1");
        Connection only = full.connect();
        Connection spare = full.connect();
        RunningProxy proxy = new ProxySetUp(full.port()).sessionsMax(1).start();
        RawClient direct = new RawClient(full.port());
        RawClient first = new RawClient(proxy.port())) {
      byte[] itsOwn = direct.readToTheEnd();
      assertThat(first.readToTheEnd()).isEqualTo(itsOwn);
      Lab.await("no session to be left", () -> proxy.sessions().isEmpty());
      only.close();
      Lab.await("a place at the server", () -> rowsOfProcesses(spare) == 1);

      try (RawClient taken = new RawClient(proxy.port())) {
        taken.read();
        try (RawClient refused = new RawClient(proxy.port())) {
          assertThat(refused.readToTheEnd()).isEqualTo(itsOwn);
        }
      }
      assertThat(proxy.count("proxy.sessions.refused")).isEqualTo(1);
    }
  }

  private static int rowsOfProcesses(Connection server) throws SQLException {
    return Lab.rows(server, "SELECT id FROM information_schema.processlist WHERE user = 'root'")
        .size();
  }

  private static String text(byte[] payload) {
    return new String(payload, StandardCharsets.ISO_8859_1);
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

  /** As directly: who is there waits until it wakes; who comes anew is told after a while. */
  @Test
  void aBackendThatHangsDelaysWhoIsThereAndIsNamedToWhoComes() throws Exception {
    try (BundledMySql frozen = BundledMySql.start();
        RunningProxy proxy =
            new ProxySetUp(frozen.port()).dialTimeout(Duration.ofSeconds(2)).start();
        Connection there =
            TestServer.connect("127.0.0.1", proxy.port(), frozen.user(), frozen.password(), "")) {
      frozen.signal("STOP");
      CompletableFuture<String> answer =
          CompletableFuture.supplyAsync(() -> askUnchecked(there, "SELECT 7"));
      assertThatThrownBy(() -> connect(proxy)).hasMessageContaining("no greeting within PT2S");
      assertThat(answer).isNotDone();

      frozen.signal("CONT");

      assertThat(answer).succeedsWithin(Duration.ofSeconds(20)).isEqualTo("7");
    }
  }

  /** As one does that comes up at the same moment as we, on a machine busy with both. */
  @Test
  void aServerThatIsSlowToAnswerIsWaitedForAtTheStart(@TempDir Path folder) throws Exception {
    try (BundledMySql slow = BundledMySql.start()) {
      RunningLowtide.createTargetUser(slow);
      Path config = RunningLowtide.writeConfig(folder, slow);
      slow.signal("STOP");
      CompletableFuture<App> start = CompletableFuture.supplyAsync(() -> startUnchecked(config));
      Lab.await("it to be asked", () -> !keepAliveTimers(REMOTE, slow.port()).isEmpty());
      assertThatThrownBy(() -> start.get(6, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);

      slow.signal("CONT");

      try (App app = start.get(30, TimeUnit.SECONDS)) {
        assertThat(app.proxyAddress().getPort()).isPositive();
      }
    }
  }

  /** Both legs ask a silent peer whether it is there: a timer of a minute is under way. */
  @Test
  void aPeerThatVanishesIsFoundOut() throws Exception {
    try (RunningProxy proxy = RunningProxy.before(Lab.server().port());
        Connection client = connect(proxy)) {
      Lab.ask(client, "SELECT 1");

      // As long as something sent is not acknowledged, another timer is under way.
      Lab.await("one to the client", () -> isAskedWithinAMinute(LOCAL, proxy.port()));
      Lab.await("one to the server", () -> isAskedWithinAMinute(REMOTE, Lab.server().port()));
    }
  }

  private static boolean isAskedWithinAMinute(int end, int port) throws IOException {
    return keepAliveTimers(end, port).stream().anyMatch(seconds -> seconds <= 60);
  }

  /** Seconds until keepalives go out on sockets with the port at that end, as proc(5) tells. */
  private static List<Long> keepAliveTimers(int end, int port) throws IOException {
    String address = String.format(":%04X", port);
    List<Long> seconds = new ArrayList<>();
    List<String> lines = new ArrayList<>(Files.readAllLines(Path.of("/proc/net/tcp")));
    lines.addAll(Files.readAllLines(Path.of("/proc/net/tcp6")));
    for (String line : lines) {
      List<String> field = SPACES.splitAsStream(line.strip()).toList();
      boolean isEstablished = field.get(3).equals("01");
      if (isEstablished && field.get(end).endsWith(address) && field.get(5).startsWith("02:")) {
        seconds.add(Long.parseLong(field.get(5).substring(3), 16) / 100);
      }
    }
    return seconds;
  }

  private static App startUnchecked(Path config) {
    try {
      return App.start(config);
    } catch (ConfigException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String askUnchecked(Connection connection, String sql) {
    try {
      return Lab.ask(connection, sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Connection connect(RunningProxy proxy) throws SQLException {
    return TestServer.connect("127.0.0.1", proxy.port(), Lab.USER, Lab.PASSWORD, "");
  }
}
