package dev.lowtide.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SignatureTest {

  private static final Instant NOW = Instant.parse("2026-03-01T02:00:00Z");

  /** As other implementations of HMAC-SHA256 give it. */
  @Test
  void isTheOneThatOthersCompute() {
    assertThat(Signature.of("a-secret-of-ours-1", NOW, "{\"event\":\"run.failed\"}"))
        .isEqualTo(
            "t=1772330400,v1=9212f7b62beb6f95011f3128edb3ca9d71caa47032946b3e6eef0e124c6f6449");
  }

  @Test
  void changesWithTheSecretTheTimeAndTheBody() {
    assertThat(
            new String[] {
              Signature.of("one", NOW, "body"),
              Signature.of("two", NOW, "body"),
              Signature.of("one", NOW.plusSeconds(1), "body"),
              Signature.of("one", NOW, "Body"),
            })
        .doesNotHaveDuplicates();
  }
}
