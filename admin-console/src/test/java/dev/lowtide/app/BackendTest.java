package dev.lowtide.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.proxy.relay.BackendAddress.Tcp;
import dev.lowtide.proxy.relay.BackendAddress.UnixSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackendTest {

  private static final Duration DIAL_TIMEOUT = Duration.ofSeconds(5);

  @Test
  void oneThatAcceptsIsReachable() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Tcp address = new Tcp("127.0.0.1", server.getLocalPort());

      assertThatCode(() -> Backend.requireReachable(address, DIAL_TIMEOUT))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void oneThatIsNotThereIsNamedWithItsSetting() throws Exception {
    Tcp nobodys = new Tcp("127.0.0.1", portOfNobody());

    assertThatThrownBy(() -> Backend.requireReachable(nobodys, DIAL_TIMEOUT))
        .isInstanceOf(ConfigException.class)
        .hasMessageMatching(
            "proxy.backend: '127.0.0.1:" + nobodys.port() + "' cannot be reached: \\w.*")
        .hasMessageEndingWith(" (expected: a running MySQL server)");
  }

  @Test
  void aHostWithoutAnAddressIsNamedWithItsSetting() {
    // Malformed, so that nobody is asked for its address.
    Tcp nowhere = new Tcp(":::", 3306);

    assertThatThrownBy(() -> Backend.requireReachable(nowhere, DIAL_TIMEOUT))
        .isInstanceOf(ConfigException.class)
        .hasMessage("proxy.backend: '[:::]:3306' (expected: a host that has an address)");
  }

  @Test
  void aSocketThatNobodyListensAtIsNamed(@TempDir Path folder) {
    UnixSocket nobodys = new UnixSocket(folder.resolve("s"));

    assertThatThrownBy(() -> Backend.requireReachable(nobodys, DIAL_TIMEOUT))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("proxy.backend: 'unix:" + folder + "/s' cannot be reached: ");
  }

  @Test
  void readsBothKinds() {
    assertThat(Backend.parse("db.example.com:3306")).isEqualTo(new Tcp("db.example.com", 3306));
    assertThat(Backend.parse("[::1]:3306"))
        .isEqualTo(new Tcp("::1", 3306))
        .hasToString("[::1]:3306");
    assertThat(Backend.parse("unix:/run/mysqld/mysqld.sock"))
        .isEqualTo(new UnixSocket(Path.of("/run/mysqld/mysqld.sock")))
        .hasToString("unix:/run/mysqld/mysqld.sock");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nowhere", "unix:", "unix:mysqld.sock", "db:0", "db:99999"})
  void refusesWhatIsNeither(String text) {
    assertThatThrownBy(() -> Backend.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: ");
  }

  @Test
  void aPathThatNoSocketCanHaveIsRefused() {
    assertThatThrownBy(() -> Backend.parse("unix:/" + "x".repeat(107)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("(expected: an absolute path of at most 107 bytes)");
  }

  private static int portOfNobody() throws Exception {
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return closed.getLocalPort();
    }
  }
}
