package dev.lowtide.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:3306, 127.0.0.1, 3306",
    "db.example.com:3306, db.example.com, 3306",
    "[::1]:3306, ::1, 3306",
    "[2001:db8::7]:3306, 2001:db8::7, 3306",
    "localhost:0, localhost, 0",
    "localhost:65535, localhost, 65535"
  })
  void readsAHostAndAPort(String text, String host, int port) {
    assertThat(HostPort.parse(text)).isEqualTo(new HostPort(host, port));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "nowhere",
        "3306",
        ":3306",
        "[]:3306",
        "db:",
        "db:mysql",
        "db:-1",
        "db:65536",
        "db:99999999999",
        "db:33 06"
      })
  void refusesWhatLacksOneOfTheTwo(String text) {
    assertThatThrownBy(() -> HostPort.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'" + text + "' (expected: HOST:PORT)");
  }

  @Test
  void findsTheAddress() throws Exception {
    InetSocketAddress address = new HostPort("127.0.0.1", 3306).resolve("proxy.backend");

    assertThat(address.getAddress().getHostAddress()).isEqualTo("127.0.0.1");
    assertThat(address.getPort()).isEqualTo(3306);
  }

  @Test
  void aHostWithoutAnAddressIsNamedWithItsSetting() {
    // Malformed, so that nobody is asked for its address.
    HostPort nowhere = new HostPort(":::", 3306);

    assertThatThrownBy(() -> nowhere.resolve("proxy.backend"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("proxy.backend: ':::' (expected: a host that has an address)");
  }

  @Test
  void isWrittenAsItIsRead() {
    assertThat(HostPort.parse("db.example.com:3306")).hasToString("db.example.com:3306");
  }
}
