package dev.lowtide.console;

import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which page somebody wanted when they had to sign in first. */
final class NextPage {

  private static final String START = "/";
  private static final String SIGN_IN = "/sign-in";

  /**
   * A path on this server, and nothing that a browser takes for another one: not {@code //host},
   * not {@code /\host}, and no line break or tab, which browsers leave out. Paths of ours are far
   * shorter.
   */
  private static final Pattern OURS = Pattern.compile("/(?![/\\\\])[!-~]{0,500}");

  private NextPage() {}

  /** Where to sign in, and come back from to what is asked for here. */
  static String signIn(Context context) {
    String query = context.queryString();
    boolean isPlain = query == null || query.equals(Page.AUTOMATIC);
    String wanted = isPlain ? context.path() : context.path() + "?" + query;
    return wanted.equals(START)
        ? SIGN_IN
        : SIGN_IN + "?next=" + URLEncoder.encode(wanted, StandardCharsets.UTF_8);
  }

  /**
   * Which page of ours somebody was on when they pressed a button; the first if it said nothing.
   */
  static String before(Context context) {
    String referer = context.header("Referer");
    String ours = context.scheme() + "://" + context.host();
    String publicOnes = "https://" + context.host();
    if (referer == null) {
      return START;
    }
    for (String origin : new String[] {ours, publicOnes}) {
      if (referer.startsWith(origin + "/")) {
        return checked(referer.substring(origin.length()));
      }
    }
    return START;
  }

  /** What was sent back to us, if it is ours; it may have come by a link that somebody made up. */
  static String checked(@Nullable String wanted) {
    return wanted != null && OURS.matcher(wanted).matches() ? wanted : START;
  }
}
