package dev.lowtide.console;

import dev.lowtide.scheduler.operator.AnswerKey;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The key that a program gave a request, and what it stands for. */
final class ReplayKey {

  static final String HEADER = "Idempotency-Key";

  private static final Pattern VISIBLE = Pattern.compile("[!-~]{1,255}");

  private ReplayKey() {}

  static AnswerKey of(Context context, String given) {
    if (!VISIBLE.matcher(given).matches()) {
      throw new IllegalArgumentException(
          HEADER + ": cannot be used (expected: 1 to 255 visible characters of ASCII)");
    }
    String caller = hash(caller(context));
    return new AnswerKey(hash(caller, given), caller, request(context));
  }

  /**
   * A person, a token of theirs, or this machine, whose token is another one after each start: each
   * has keys of its own.
   */
  private static String caller(Context context) {
    Caller caller = Guard.caller(context);
    if (caller.isBrowser()) {
      return "person " + caller.name();
    }
    return caller.name().equals(Guard.LOCAL)
        ? Guard.LOCAL
        : "token " + context.header("Authorization");
  }

  /** The plan that somebody says yes to is part of what they ask for. */
  private static String request(Context context) {
    return hash(
        context.method().name(),
        context.path(),
        text(context.queryString()),
        text(context.header("If-Match")),
        context.body());
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  /** No part but the last can have a character in it that has the number 0. */
  private static String hash(String... parts) {
    try {
      byte[] bytes = String.join("\0", parts).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
