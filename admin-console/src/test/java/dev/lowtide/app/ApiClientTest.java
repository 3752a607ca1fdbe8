package dev.lowtide.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which Lowtide the command line asks; the answers are left to a running one. */
class ApiClientTest {

  @TempDir private Path home;

  @Test
  void withoutAServerNothingIsAsked() {
    assertFails(() -> ApiClient.of(environment()), ExitCode.UNREACHABLE)
        .hasMessageContaining("expected: one, or LOWTIDE_URL and LOWTIDE_TOKEN");
  }

  @Test
  void aUrlWithoutATokenIsNotEnough() {
    assertFails(
            () -> ApiClient.of(environment("LOWTIDE_URL", "http://127.0.0.1:1")),
            ExitCode.BAD_INPUT)
        .hasMessage("LOWTIDE_TOKEN: missing (expected: a token for http://127.0.0.1:1)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:8080", "lowtide", "ftp://lowtide", "http://a b"})
  void aUrlThatIsNoneIsNamed(String url) {
    ApiClient api = ApiClient.of(environment("LOWTIDE_URL", url, "LOWTIDE_TOKEN", "geheim"));

    assertFails(() -> api.get("/status"), ExitCode.BAD_INPUT)
        .hasMessage("LOWTIDE_URL: '" + url + "' (expected: http://HOST:PORT)");
  }

  @Test
  void aTokenThatCannotBeSentIsNotBlamedOnTheUrl() {
    Map<String, String> environment =
        environment("LOWTIDE_URL", "http://127.0.0.1:1", "LOWTIDE_TOKEN", "geheim\n");

    assertFails(() -> ApiClient.of(environment).get("/status"), ExitCode.BAD_INPUT)
        .hasMessageContaining("LOWTIDE_TOKEN")
        .message()
        .doesNotContain("geheim");
  }

  @Test
  void theServerOnThisMachineIsFoundByItsFile() throws Exception {
    new CliToken("no url", "geheim").write(home);
    ApiClient api = ApiClient.of(environment());

    assertFails(() -> api.get("/status"), ExitCode.BAD_INPUT).hasMessageContaining("'no url'");
  }

  @Test
  void aPersonsOwnTokenGoesToTheServerOnThisMachine() throws Exception {
    new CliToken("no url", "geheim").write(home);
    ApiClient api = ApiClient.of(environment("LOWTIDE_TOKEN", "ann's"));

    assertFails(() -> api.get("/status"), ExitCode.BAD_INPUT).hasMessageContaining("'no url'");
  }

  @Test
  void theTokenOfThisMachineGoesNowhereElse() throws Exception {
    new CliToken("http://127.0.0.1:8080", "geheim").write(home);

    assertFails(
            () -> ApiClient.of(environment("LOWTIDE_URL", "http://evil.example")),
            ExitCode.BAD_INPUT)
        .hasMessageStartingWith("LOWTIDE_TOKEN: missing");
  }

  @Test
  void theServerOnThisMachineMayBeNamed() throws Exception {
    new CliToken("no url", "geheim").write(home);
    ApiClient api = ApiClient.of(environment("LOWTIDE_URL", "no url/"));

    assertFails(() -> api.get("/status"), ExitCode.BAD_INPUT).hasMessageContaining("'no url'");
  }

  private Map<String, String> environment(String... more) {
    Map<String, String> environment = new HashMap<>();
    environment.put("LOWTIDE_HOME", home.toString());
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    return environment;
  }

  private static AbstractThrowableAssert<?, ?> assertFails(
      ThrowingCallable call, ExitCode exitCode) {
    return assertThatThrownBy(call)
        .isInstanceOf(CommandFailedException.class)
        .satisfies(e -> assertThat(((CommandFailedException) e).exitCode()).isEqualTo(exitCode));
  }
}
