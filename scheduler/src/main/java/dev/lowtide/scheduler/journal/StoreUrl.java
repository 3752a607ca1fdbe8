package dev.lowtide.scheduler.journal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A store's URL as it may be told in messages, logs and diagnostics. Drivers take accounts in many
 * places of it, and who mistypes it writes them in others: so only what is known to be no secret
 * stays, which is the kind, the host and the database.
 */
public final class StoreUrl {

  public static final String HIDDEN = "(not shown)";

  private static final Pattern KIND = Pattern.compile("jdbc:[A-Za-z0-9]{1,32}:");

  private static final String HOST = "(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::\\d{1,5})?";

  private static final Pattern PLACE =
      Pattern.compile("//" + HOST + "(?:," + HOST + ")*(?:/[A-Za-z0-9._$-]*)?");

  private StoreUrl() {}

  public static String shown(String url) {
    String file = StoreKind.H2.prefix() + "file:";
    if (url.startsWith(file) || (url.startsWith(StoreKind.H2.prefix()) && !url.contains("//"))) {
      // A path is what somebody has to look at; what follows it is for the database.
      return url.replaceFirst("(?s)[;?].*", "");
    }
    Matcher kind = KIND.matcher(url);
    if (!kind.lookingAt()) {
      return url.matches("[A-Za-z0-9._/-]*") ? url : HIDDEN;
    }
    return kind.group() + place(url.substring(kind.end()));
  }

  private static String place(String rest) {
    String place = rest.replaceFirst("(?s)[;?#].*", "");
    if (rest.indexOf('@', place.length()) >= 0) {
      // Perhaps the end of an account, whose password has the sign that we take for its end.
      return HIDDEN;
    }
    int account = place.startsWith("//") ? place.lastIndexOf('@') : -1;
    String bare = account < 0 ? place : "//" + place.substring(account + 1);
    return PLACE.matcher(bare).matches() ? bare : HIDDEN;
  }
}
