package dev.lowtide.app;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackendTest {

  private static final Duration DIAL_TIMEOUT = Duration.ofSeconds(5);

  @Test
  void oneThatAcceptsIsReachable() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      InetSocketAddress address = (InetSocketAddress) server.getLocalSocketAddress();

      assertThatCode(() -> Backend.requireReachable(address, DIAL_TIMEOUT))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void oneThatIsNotThereIsNamedWithItsSetting() throws Exception {
    InetSocketAddress nobodys = portOfNobody();

    assertThatThrownBy(() -> Backend.requireReachable(nobodys, DIAL_TIMEOUT))
        .isInstanceOf(ConfigException.class)
        .hasMessageMatching(
            "proxy.backend: '\\S+:" + nobodys.getPort() + "' cannot be reached: \\w.*")
        .hasMessageEndingWith(" (expected: a running MySQL server)");
  }

  private static InetSocketAddress portOfNobody() throws Exception {
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return (InetSocketAddress) closed.getLocalSocketAddress();
    }
  }
}
