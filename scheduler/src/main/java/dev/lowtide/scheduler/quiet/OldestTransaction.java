package dev.lowtide.scheduler.quiet;

import dev.lowtide.scheduler.load.OpenTransaction;
import java.time.Duration;
import java.util.List;

/** No transaction on the server is old; the oldest is named. */
final class OldestTransaction implements ServerCondition {

  private final Duration ageMax;
  private final Band band = new Band();

  OldestTransaction(Duration ageMax) {
    this.ageMax = ageMax;
  }

  @Override
  public Signal signal() {
    return Signal.LONG_TRANSACTION;
  }

  @Override
  public Finding judge(Signals seen) {
    List<OpenTransaction> oldestFirst = seen.server().transactions();
    boolean isNone = oldestFirst.isEmpty();
    double age = isNone ? 0 : seconds(oldestFirst.get(0).age());
    boolean isMet = band.isWithin(age, seconds(ageMax));
    String limit = "at most " + Words.seconds(band.bound(seconds(ageMax)));
    return Finding.of(isMet, isNone ? "none" : oldestFirst.get(0).toString(), limit);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
