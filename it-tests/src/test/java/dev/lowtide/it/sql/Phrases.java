package dev.lowtide.it.sql;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Makes random choices, the same for the same seed, and texts that look like what they are not. */
final class Phrases {

  private static final List<String> LITERALS =
      List.of(
          "1",
          "-2.5e3",
          "1.",
          ".5",
          "0x41",
          "b'101'",
          "x'4142'",
          "N'n'",
          "_utf8mb4'y'",
          "'a FROM t12 JOIN t11'",
          "'it''s; DELETE FROM t12'",
          "'\\'FROM t12'",
          "\"x, t12\"",
          "NULL",
          "TRUE");

  private static final List<String> SPACES =
      List.of(" ", " ", " ", "\n", "\t ", " /* FROM t12, t11 */ ", " -- , t12\n", " # FROM t12\n");

  private static final List<String> HINTS =
      List.of(
          "/*+ MAX_EXECUTION_TIME(9000) */ ", "/*+ NO_ICP(t12) */ ", "/*!50000 SQL_NO_CACHE */ ");

  private final Random random;

  Phrases(Random random) {
    this.random = random;
  }

  int number(int bound) {
    return random.nextInt(bound);
  }

  boolean isOnceIn(int times) {
    return random.nextInt(times) == 0;
  }

  String oneOf(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  String oneOf(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** The phrase, or nothing. */
  String maybe(String phrase) {
    return random.nextBoolean() ? phrase : "";
  }

  String literal() {
    return oneOf(LITERALS);
  }

  String space() {
    return isOnceIn(4) ? oneOf(SPACES) : " ";
  }

  String hint() {
    return isOnceIn(12) ? oneOf(HINTS) : "";
  }

  String anyCase(String keyword) {
    return isOnceIn(5) ? keyword.toLowerCase(Locale.ROOT) : keyword;
  }
}
