package dev.lowtide.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.webhook.NoticeEvent;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookSettingsTest {

  private static final String SECRET = "0123456789abcdef";

  @Test
  void withoutAnyNobodyIsTold() throws ConfigException {
    assertThat(WebhookSettings.of(null)).isEmpty();
  }

  @Test
  void oneIsToldOfEverythingUnlessItSaysOfWhat() throws ConfigException {
    assertThat(
            WebhookSettings.of(List.of(hook("https://a.example/x", SECRET, null))).get(0).events())
        .containsExactlyInAnyOrder(NoticeEvent.values());
    assertThat(
            WebhookSettings.of(List.of(hook("https://a.example/x", SECRET, List.of("run.failed"))))
                .get(0)
                .events())
        .containsExactly(NoticeEvent.FAILED);
  }

  @ParameterizedTest
  @CsvSource({
    "http://chat.example/services/SECRET, http://chat.example",
    "http://chat.example:8080?SECRET, http://chat.example:8080",
    "ftp://a, ftp://a",
    "http://ann:SECRET@chat.example/x, (not shown)",
    "http://ann:SEC/RET@chat.example/x, (not shown)",
    "https:///SECRET, (not shown)",
    "SECRET, (not shown)",
    "https://a SECRET, (not shown)"
  })
  void anAddressThatAnybodyCouldReadAlongIsRefusedAndNotSaidWhole(String url, String shown) {
    assertThatThrownBy(() -> WebhookSettings.of(List.of(hook(url, SECRET, null))))
        .hasMessage(
            "webhooks[0].url: '"
                + shown
                + "' (expected: https://HOST/PATH, or http:// to this very machine)");
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThatThrownBy(() -> WebhookSettings.of(List.of(hook(null, SECRET, null))))
        .hasMessage("webhooks[0].url: missing (expected: https://HOST/PATH)");
    assertThatThrownBy(() -> WebhookSettings.of(List.of(hook("https://a.example", null, null))))
        .hasMessage("webhooks[0]: secret and secretFile (expected: one of the two, and not both)");
  }

  @Test
  void aSecretThatCanBeGuessedIsRefused() {
    assertThatThrownBy(
            () -> WebhookSettings.of(List.of(hook("https://a.example", "0123456789abcde", null))))
        .hasMessage("webhooks[0].secret: 15 characters (expected: at least 16)");
  }

  @Test
  void anEventThatThereIsNotIsRefused() {
    assertThatThrownBy(
            () ->
                WebhookSettings.of(List.of(hook("https://a.example", SECRET, List.of("run.done")))))
        .hasMessageStartingWith("webhooks[0].events: 'run.done' (expected: one of run.requested, ");
  }

  @Test
  void thereAreNotTooManyAndNoneTwice() {
    AppConfig.Webhook hook = hook("https://a.example", SECRET, null);
    assertThatThrownBy(() -> WebhookSettings.of(List.of(hook, hook)))
        .hasMessage("webhooks: two with the same url (expected: each once)");
    assertThatThrownBy(() -> WebhookSettings.of(Collections.nCopies(11, hook)))
        .hasMessage("webhooks: 11 (expected: at most 10)");
  }

  private static AppConfig.Webhook hook(
      @Nullable String url, @Nullable String secret, @Nullable List<String> events) {
    return new AppConfig.Webhook(url, secret, null, events);
  }
}
