package dev.lowtide.proxy.hold;

import java.time.Duration;

/** A scope is not to be had now; asking again later is all that there is to do. */
public final class HoldRefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String otherHolder;
  private final Duration left;

  private HoldRefusedException(String text, String otherHolder, Duration left) {
    super(text, null, false, false);
    this.otherHolder = otherHolder;
    this.left = left;
  }

  static HoldRefusedException heldBy(String otherHolder, HoldScope scope, HoldScope other) {
    return new HoldRefusedException(
        scope + " cannot be held: " + otherHolder + " holds " + other, otherHolder, Duration.ZERO);
  }

  static HoldRefusedException tooSoon(String otherHolder, HoldScope scope, Duration left) {
    return new HoldRefusedException(
        scope
            + " cannot be held for another "
            + left.toMillis()
            + " ms: clients have only just waited for "
            + otherHolder,
        otherHolder,
        left);
  }

  static HoldRefusedException tooMany(int holds) {
    return new HoldRefusedException(
        holds + " holds are in force (expected: fewer)", "", Duration.ZERO);
  }

  /** Who is or was in the way. */
  public String otherHolder() {
    return otherHolder;
  }

  /** How long the scope has to be left alone; zero if that depends on its holder. */
  public Duration left() {
    return left;
  }
}
