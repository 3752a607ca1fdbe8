package dev.lowtide.scheduler.calendar;

/** What people call things. */
final class Names {

  private Names() {}

  static void require(String what, String name, int max) {
    if (name.isBlank() || name.length() > max || name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          what + ": '" + name + "' (expected: 1 to " + max + " characters that can be seen)");
    }
  }
}
