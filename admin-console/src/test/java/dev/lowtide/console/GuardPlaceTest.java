package dev.lowtide.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.javalin.http.ForbiddenResponse;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names are ours, and where a form may have stood. */
class GuardPlaceTest {

  private static final String URL = "https://lowtide.example.com";

  private final BrowserSessions sessions =
      new BrowserSessions(new SettableClock(Instant.parse("2026-01-01T00:00:00Z")));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:8080",
        "127.0.0.1",
        "localhost:8080",
        "localhost",
        "[::1]:8080",
        "[::1]"
      })
  void loopbackIsOurs(String host) {
    assertLetIn(guard(null), FakeRequest.get(Access.ANYBODY).to(host));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "evil.example",
        "evil.example:8080",
        "127.0.0.1.evil.example",
        "localhost.evil.example:8080",
        "127.0.0.1@evil.example",
        "lowtide.example.com",
        "192.0.2.1"
      })
  void aNameThatSomebodyElsePointedAtUsIsNot(@Nullable String host) {
    assertThatThrownBy(() -> guard(null).check(FakeRequest.get(Access.ANYBODY).to(host).context()))
        .isInstanceOf(ForbiddenResponse.class)
        .hasMessageContaining("is not one of ours");
  }

  @Test
  void theAddressWeListenOnIsOurs() {
    Guard guard = Guards.guard("127.0.0.2", new FakePeople(), sessions, null);

    assertLetIn(guard, FakeRequest.get(Access.ANYBODY).to("127.0.0.2:8080"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[::1]:8080", "[0:0:0:0:0:0:0:1]:8080", "[0::1]"})
  void anIpv6AddressIsOursHoweverItIsWritten(String host) {
    Guard guard = Guards.guard("::1", new FakePeople(), sessions, null);

    assertLetIn(guard, FakeRequest.get(Access.ANYBODY).to(host));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[::2]:8080", "[::1.evil.example]", "[]", "[:]", "[g::1]", "::1"})
  void anotherIpv6AddressIsNot(String host) {
    Guard guard = Guards.guard("::1", new FakePeople(), sessions, null);

    assertThatThrownBy(() -> guard.check(FakeRequest.get(Access.ANYBODY).to(host).context()))
        .isInstanceOf(ForbiddenResponse.class);
  }

  /** The command line is told the address, whatever name it was configured by. */
  @Test
  void theAddressOfTheNameWeListenOnIsOurs() throws Exception {
    InetAddress named = InetAddress.getByAddress("lowtide.internal", new byte[] {127, 0, 1, 1});
    Guard guard =
        new Guard(
            new ConsoleConfig(
                new InetSocketAddress(named, 8080), null, false, Guards.LOCAL_TOKEN, "1.0"),
            new FakePeople(),
            sessions);

    assertLetIn(guard, FakeRequest.get(Access.ANYBODY).to("127.0.1.1:8080"));
    assertLetIn(guard, FakeRequest.get(Access.ANYBODY).to("lowtide.internal:8080"));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"10.0.0.7:8080", "lowtide.pod.cluster.local"})
  void monitoringMayCallUsByAnyName(@Nullable String host) {
    assertLetIn(guard(null), FakeRequest.get(Access.MONITORING).to(host));
  }

  @ParameterizedTest
  @CsvSource({
    "https://lowtide.example.com, lowtide.example.com",
    "https://lowtide.example.com, lowtide.example.com:443",
    "https://lowtide.example.com:8443, lowtide.example.com:8443",
    "https://lowtide.example.com/, lowtide.example.com",
    // Browsers write names in small letters.
    "https://Lowtide.Example.com, lowtide.example.com"
  })
  void thePublicNameIsOurs(String publicUrl, String host) {
    assertLetIn(guard(publicUrl), FakeRequest.get(Access.ANYBODY).to(host));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"example.com", "x.lowtide.example.com", "lowtide.example.com.evil.example"})
  void whatResemblesThePublicNameIsNot(String host) {
    assertThatThrownBy(() -> guard(URL).check(FakeRequest.get(Access.ANYBODY).to(host).context()))
        .isInstanceOf(ForbiddenResponse.class)
        .hasMessageContaining("'" + host + "'");
  }

  @Test
  void aFormOnOurOwnPageIsTaken() {
    assertLetIn(guard(null), form("localhost:8080", "http://localhost:8080"));
  }

  @Test
  void programsDoNotSayWhereTheyStand() {
    assertLetIn(guard(null), FakeRequest.post(Access.ANYBODY));
  }

  @ParameterizedTest
  @CsvSource({
    "https://lowtide.example.com, https://lowtide.example.com",
    "https://lowtide.example.com/, https://lowtide.example.com",
    "https://lowtide.example.com:8443, https://lowtide.example.com:8443",
    // Browsers leave out the standard port and write names in small letters.
    "https://lowtide.example.com:443, https://lowtide.example.com",
    "https://Lowtide.Example.com, https://lowtide.example.com"
  })
  void aFormOnThePublicPageIsTaken(String publicUrl, String origin) {
    assertLetIn(guard(publicUrl), form("127.0.0.1:8080", origin));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "http://evil.example",
        "http://127.0.0.1",
        "http://127.0.0.1:8081",
        "https://127.0.0.1:8080",
        "http://127.0.0.1:8080.evil.example",
        "http://lowtide.example.com",
        "https://lowtide.example.com.evil.example"
      })
  void aFormOnAnotherSiteIsRefused(String origin) {
    assertThatThrownBy(() -> guard(URL).check(form("127.0.0.1:8080", origin).context()))
        .isInstanceOf(ForbiddenResponse.class)
        .hasMessage("this form stood on another site");
  }

  @Test
  void lookingIsAllowedFromAnywhere() {
    assertLetIn(
        guard(null), FakeRequest.get(Access.ANYBODY).header("Origin", "http://evil.example"));
  }

  @Test
  void pagesMayLoadNothingFromElsewhere() {
    FakeRequest request = FakeRequest.get(Access.ANYBODY);

    guard(null).setHeaders(request.context());

    assertThat(request.headers().get("Content-Security-Policy"))
        .contains("default-src 'none'", "frame-ancestors 'none'", "form-action 'self'")
        .contains("script-src 'self';", "connect-src 'self';")
        .doesNotContain("unsafe");
    assertThat(request.headers())
        .containsEntry("X-Content-Type-Options", "nosniff")
        .containsEntry("Cache-Control", "no-store");
  }

  @Test
  void onlyBehindTlsBrowsersAreToldToInsistOnIt() {
    FakeRequest plain = FakeRequest.get(Access.ANYBODY);
    FakeRequest secure = FakeRequest.get(Access.ANYBODY);

    guard(null).setHeaders(plain.context());
    guard(URL).setHeaders(secure.context());

    assertThat(plain.headers()).doesNotContainKey("Strict-Transport-Security");
    assertThat(secure.headers()).containsEntry("Strict-Transport-Security", "max-age=31536000");
  }

  private Guard guard(@Nullable String publicUrl) {
    return Guards.guard(new FakePeople(), sessions, publicUrl);
  }

  private static FakeRequest form(String host, String origin) {
    return FakeRequest.post(Access.ANYBODY).to(host).header("Origin", origin);
  }

  private static void assertLetIn(Guard guard, FakeRequest request) {
    assertThatCode(() -> guard.check(request.context())).doesNotThrowAnyException();
  }
}
