package dev.lowtide.scheduler.shrink;

import java.time.Duration;

/**
 * How soon a table is as bloated again as it is now.
 *
 * @param refilledIn zero unless it refills
 * @param text what it rests on
 */
public record Payback(State state, Duration refilledIn, String text) {

  /** What its history says. */
  public enum State {
    /** There is too little of it. */
    UNKNOWN,
    /** Its dead space has not grown. */
    STEADY,
    REFILLS
  }

  public static final Payback UNKNOWN = unknown("not known yet: it has no history");

  public static Payback unknown(String text) {
    return new Payback(State.UNKNOWN, Duration.ZERO, text);
  }

  public static Payback steady(String text) {
    return new Payback(State.STEADY, Duration.ZERO, text);
  }

  public static Payback refills(Duration in, String text) {
    return new Payback(State.REFILLS, in, text);
  }

  public boolean isSoonerThan(Duration least) {
    return state == State.REFILLS && refilledIn.compareTo(least) < 0;
  }
}
