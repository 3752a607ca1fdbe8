package dev.lowtide.scheduler.plan;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server's version and where it comes from.
 *
 * @param text as VERSION() says it
 */
public record ServerVersion(Fork fork, int major, int minor, int patch, String text)
    implements Comparable<ServerVersion> {

  /** Whose build it is. What is not known for certain is OTHER. */
  public enum Fork {
    MYSQL("MySQL"),
    PERCONA("Percona Server"),
    MARIADB("MariaDB"),
    OTHER("unknown server");

    private final String label;

    Fork(String label) {
      this.label = label;
    }
  }

  private static final Pattern NUMBERS =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})(.*)");

  /** What distributions and build options append to MySQL's own numbers. */
  private static final Pattern PLAIN_SUFFIX =
      Pattern.compile(
          "(-log|-debug|-commercial|-enterprise|-\\d+(ubuntu[\\d.]*)?([+~][\\w.+~]*)?)*");

  /** Reads VERSION() and @@version_comment. */
  public static ServerVersion parse(String version, String comment) {
    Matcher matcher = NUMBERS.matcher(version);
    if (!matcher.matches()) {
      return new ServerVersion(Fork.OTHER, 0, 0, 0, version);
    }
    return new ServerVersion(
        fork(matcher.group(4), comment.toLowerCase(Locale.ROOT)),
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        Integer.parseInt(matcher.group(3)),
        version);
  }

  private static Fork fork(String suffix, String comment) {
    if (suffix.toLowerCase(Locale.ROOT).contains("mariadb") || comment.contains("mariadb")) {
      return Fork.MARIADB;
    }
    if (comment.startsWith("percona server")) {
      return Fork.PERCONA;
    }
    boolean isKnownBuild =
        comment.startsWith("mysql ")
            || comment.equals("(debian)")
            || comment.equals("(ubuntu)")
            || comment.equals("homebrew")
            || comment.equals("source distribution");
    return isKnownBuild && PLAIN_SUFFIX.matcher(suffix).matches() ? Fork.MYSQL : Fork.OTHER;
  }

  public boolean isAtLeast(int major, int minor, int patch) {
    return compareTo(new ServerVersion(fork, major, minor, patch, "")) >= 0;
  }

  @Override
  public int compareTo(ServerVersion other) {
    int byMajor = Integer.compare(major, other.major);
    int byMinor = Integer.compare(minor, other.minor);
    return byMajor != 0 ? byMajor : byMinor != 0 ? byMinor : Integer.compare(patch, other.patch);
  }

  @Override
  public String toString() {
    return fork.label + " " + text;
  }
}
