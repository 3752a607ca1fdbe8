package dev.lowtide.scheduler.quiet;

/**
 * A limit that does not flap. What has been within it must exceed it by a fifth, and by at least
 * one, to be beyond it; what has been beyond it must fall to four fifths of it to be within again.
 * At the first look, and where nothing at all is allowed, the limit is taken as it is. Confined to
 * the scheduler's thread.
 */
final class Band {

  private static final double UP = 1.2;
  private static final double UP_AT_LEAST = 1;
  private static final double DOWN = 0.8;

  private enum Past {
    NOTHING,
    WITHIN,
    BEYOND
  }

  private Past past = Past.NOTHING;

  /** Whether the value is within the limit, given where those before it were. */
  boolean isWithin(double value, double limit) {
    boolean isWithin = value <= bound(limit);
    past = isWithin ? Past.WITHIN : Past.BEYOND;
    return isWithin;
  }

  /** Nothing was seen: who is blind has to see clearly before being sure again. */
  void onBlind() {
    past = Past.BEYOND;
  }

  /** What the next value must not exceed. */
  double bound(double limit) {
    if (limit == 0) {
      return 0;
    }
    return switch (past) {
      case NOTHING -> limit;
      case WITHIN -> Math.max(limit * UP, limit + UP_AT_LEAST);
      case BEYOND -> limit * DOWN;
    };
  }
}
