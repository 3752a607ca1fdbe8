package dev.lowtide.app;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a running Lowtide answered.
 *
 * @param isAtWork whether it is still at work on the same, as it was asked before
 * @param next where the list goes on, below REST's root; empty if it ends here
 */
record ApiAnswer(int status, String body, boolean isAtWork, String next) {

  private static final Pattern NEXT = Pattern.compile("</api/v1(/[^>]*)>; rel=\"next\"");

  boolean isRefusal() {
    return status >= 400;
  }

  /** What a {@code Link} says of it. */
  static String next(@Nullable String link) {
    Matcher matcher = NEXT.matcher(link == null ? "" : link);
    return matcher.matches() ? matcher.group(1) : "";
  }
}
