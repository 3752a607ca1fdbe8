package dev.lowtide.scheduler.plan;

/**
 * Which ways of rebuilding are safe on which server. What is not known to be safe is refused.
 *
 * <p>From 8.0.27 on the native in-place rebuild can skip rows while purge is at work, without an
 * error: bug 115608, first mended in 8.0.41, 8.4.4 and 9.2.0 in a way that still skips rows when
 * pages merge (bug 117436). The code that replaced it is in 8.0.44 and in 9.3.0; that it is in
 * other versions as well is likely and not proven.
 */
public final class MethodGate {

  private MethodGate() {}

  /**
   * An answer and why.
   *
   * @param reason a sentence for people
   */
  public record Answer(boolean isAllowed, String reason) {}

  /** ALTER TABLE … ALGORITHM=COPY. */
  public static Answer copy(ServerVersion version) {
    return switch (version.fork()) {
      case MYSQL, PERCONA -> {
        boolean isKnown = version.isAtLeast(8, 0, 0) && version.major() <= 9;
        yield isKnown
            ? new Answer(true, "ALGORITHM=COPY loses no rows on " + version + ".")
            : new Answer(false, version + " has not been tried (expected: MySQL 8.0 to 9.x).");
      }
      case MARIADB, OTHER ->
          new Answer(false, version + " has not been tried (expected: MySQL 8.0 to 9.x).");
    };
  }

  /** ALTER TABLE … ALGORITHM=INPLACE, and OPTIMIZE TABLE, which is the same. */
  public static Answer nativeInPlace(ServerVersion version) {
    if (version.fork() != ServerVersion.Fork.MYSQL) {
      return new Answer(
          false, "Native in-place rebuild is not known to be safe on " + version + ".");
    }
    if (isProvenInPlace(version)) {
      return new Answer(true, "Native in-place rebuild is known to be safe on " + version + ".");
    }
    return new Answer(
        false,
        version.isAtLeast(8, 0, 27)
            ? "Native in-place rebuild can lose rows on " + version + " (bugs 115608, 117436)."
            : "Native in-place rebuild is not known to be safe on " + version + ".");
  }

  private static boolean isProvenInPlace(ServerVersion version) {
    boolean isLate80 = version.major() == 8 && version.minor() == 0 && version.patch() >= 44;
    boolean isLate9 = version.major() == 9 && version.minor() >= 3;
    return isLate80 || isLate9;
  }
}
