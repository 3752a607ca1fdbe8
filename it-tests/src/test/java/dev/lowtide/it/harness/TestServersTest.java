package dev.lowtide.it.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestServersTest {

  @Test
  void aRunningServerIsTakenAsItIsNamed() throws Exception {
    try (TestServer server = start("db.example:3306:root:a:b")) {
      assertThat(server.address()).isEqualTo("db.example:3306");
      assertThat(server.user()).isEqualTo("root");
      assertThat(server.password()).isEqualTo("a:b");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"db.example", "db.example:3306:root", "db.example:mysql:root:x"})
  void whatNamesNoServerIsRefused(String text) {
    assertThatThrownBy(() -> start(text))
        .hasMessage("LOWTIDE_TEST_MYSQL: '" + text + "' (expected: host:port:user:password)");
  }

  @Test
  void onlyOneServerCanBeNamed() {
    assertThatThrownBy(
            () ->
                TestServers.start(
                    Map.of("LOWTIDE_TEST_MYSQL", "h:1:u:p", "LOWTIDE_TEST_IMAGE", "mysql:8.4")))
        .hasMessageContaining("both set");
  }

  private static TestServer start(String text) throws Exception {
    return TestServers.start(Map.of("LOWTIDE_TEST_MYSQL", text));
  }
}
