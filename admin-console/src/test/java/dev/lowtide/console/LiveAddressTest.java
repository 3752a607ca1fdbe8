package dev.lowtide.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveAddressTest {

  @Test
  void pathAndQueryAreTakenApart() {
    LiveAddress address = LiveAddress.parse("/sessions?table=a%26b.c&open=true", true);

    assertThat(address.path()).isEqualTo("/sessions");
    assertThat(address.query("table")).isEqualTo("a&b.c");
    assertThat(address.query("open")).isEqualTo("true");
    assertThat(address.query("other")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"table", "open", "order", "page", "state", "by", "from", "to", "for", "before"})
  void whatPagesReadOfTheirAddressesStaysWhileTheyAreOpen(String name) {
    assertThat(LiveAddress.parse("/some?" + name + "=x", true).query(name)).isEqualTo("x");
  }

  @Test
  void whoMayDecideSeesAnotherPage() {
    assertThat(LiveAddress.parse("/", true)).isNotEqualTo(LiveAddress.parse("/", false));
    assertThat(LiveAddress.parse("/runs?b=1&a=2", true))
        .isEqualTo(LiveAddress.parse("/runs?a=2&b=1", true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "runs", "http://evil.example/", "/a b"})
  void whatIsNoPageIsRefused(String page) {
    assertThatThrownBy(() -> LiveAddress.parse(page, true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatIsTooLongIsRefused() {
    assertThatThrownBy(() -> LiveAddress.parse("/" + "x".repeat(500), true))
        .hasMessageContaining("expected: path and query of a page");
  }
}
