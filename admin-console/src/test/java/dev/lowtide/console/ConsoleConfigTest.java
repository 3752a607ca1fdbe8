package dev.lowtide.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleConfigTest {

  private static final String URL = "https://lowtide.example.com";

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.8.8.8", "::1"})
  void loopbackNeedsNoTls(String host) throws Exception {
    assertThat(config(host, null).isSecure()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "0.0.0.0", "192.0.2.1", "2001:db8::1"})
  void behindTlsItMayListenAnywhere(String host) throws Exception {
    assertThat(config(host, URL).isSecure()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0,",
    "192.0.2.1,",
    "10.0.0.1, http://lowtide.example.com",
    "0.0.0.0, //lowtide.example.com"
  })
  void whatOtherMachinesReachWithoutTlsIsRefused(String host, @Nullable String publicUrl) {
    assertThatThrownBy(() -> config(host, publicUrl))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "console.listen: "
                + host
                + " is reachable from other machines (expected: a loopback address, or"
                + " console.publicUrl with https:// of the TLS proxy before it)");
  }

  @ParameterizedTest
  @CsvSource({
    ", http://127.0.0.1:8080",
    "https://lowtide.example.com, https://lowtide.example.com",
    "https://lowtide.example.com/, https://lowtide.example.com",
    "https://lowtide.example.com:8443, https://lowtide.example.com:8443"
  })
  void linksLeadThroughWhatStandsBeforeUs(@Nullable String publicUrl, String origin)
      throws Exception {
    assertThat(config("127.0.0.1", publicUrl).origin("http://127.0.0.1:8080")).isEqualTo(origin);
  }

  @Test
  void doesNotShowTheToken() throws Exception {
    assertThat(config("127.0.0.1", URL).toString()).contains(URL).doesNotContain("geheim");
  }

  private static ConsoleConfig config(String host, @Nullable String publicUrl) throws Exception {
    return new ConsoleConfig(
        new InetSocketAddress(InetAddress.getByName(host), 8080),
        publicUrl == null ? null : URI.create(publicUrl),
        false,
        "geheim",
        "1.0");
  }
}
