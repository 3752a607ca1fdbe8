package dev.lowtide.proxy.activity;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One transaction of one session, unique while the process lives: neither the next transaction of
 * the session nor a session that gets the same thread id from a server that was restarted is called
 * the same.
 *
 * @param number counts the session's transactions, as {@link TransactionSnapshot#number} does
 */
public record TransactionId(SessionId session, long number) {

  /** Two numbers as long as a long may be. */
  private static final Pattern TEXT = Pattern.compile("s(\\d{1,18})\\.(\\d{1,18})");

  /** The one that a session is in, or was in last. */
  public static TransactionId of(SessionSnapshot session) {
    return new TransactionId(session.id(), session.transaction().number());
  }

  public static boolean isOne(String text) {
    return TEXT.matcher(text).matches();
  }

  /** Reads what {@link #toString} writes. */
  public static TransactionId parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "transaction: '" + text + "' (expected: as the sessions show it, such as s17.3)");
    }
    return new TransactionId(
        new SessionId(Long.parseLong(matcher.group(1))), Long.parseLong(matcher.group(2)));
  }

  @Override
  public String toString() {
    return session + "." + number;
  }
}
