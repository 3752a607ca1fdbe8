package dev.lowtide.console;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Browsers in which somebody has signed in before, by a mark that only this process can make. Tries
 * there are counted by themselves, so that strangers who guess keep nobody out. A mark opens no
 * door, and is good until the next start. Safe for any thread.
 */
final class KnownBrowsers {

  /** Whoever comes less often is counted among strangers again. */
  static final Duration LIFETIME = Duration.ofDays(30);

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key =
      new SecretKeySpec(Secrets.next().getBytes(StandardCharsets.US_ASCII), ALGORITHM);

  /** For a browser in which this person has just signed in. */
  String mark(String name) {
    String browser = Secrets.next();
    return browser + "." + seal(browser, name);
  }

  /** The browser, if it has a mark of ours for this name. */
  Optional<String> find(@Nullable String mark, String name) {
    int dot = mark == null ? -1 : mark.indexOf('.');
    if (mark == null || dot < 0) {
      return Optional.empty();
    }
    String browser = mark.substring(0, dot);
    return Secrets.areEqual(mark.substring(dot + 1), seal(browser, name))
        ? Optional.of(browser)
        : Optional.empty();
  }

  private String seal(String browser, String name) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return HexFormat.of()
          .formatHex(mac.doFinal((browser + "." + name).getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(ALGORITHM + " is in every Java", e);
    }
  }
}
