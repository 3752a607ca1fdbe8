package dev.lowtide.scheduler.journal;

/** What a driver means, below what it says. */
final class Causes {

  private Causes() {}

  /** The first line of the innermost cause. */
  static String words(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage()).lines().findFirst().orElse(root.toString());
  }
}
