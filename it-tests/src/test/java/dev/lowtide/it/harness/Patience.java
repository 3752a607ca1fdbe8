package dev.lowtide.it.harness;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Waits for long enough on a slow machine as well: only a test that fails anyway takes longer for
 * it.
 */
public final class Patience implements BeforeAllCallback {

  private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.setDefaultTimeout(LONG_ENOUGH);
  }
}
