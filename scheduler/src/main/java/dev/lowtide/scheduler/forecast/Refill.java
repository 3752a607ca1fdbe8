package dev.lowtide.scheduler.forecast;

import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Payback;
import dev.lowtide.scheduler.shrink.SizeSample;
import dev.lowtide.scheduler.shrink.TimeText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How soon a table is as bloated again after a shrink, from what it occupied before.
 *
 * <p>Where it was seen to go from next to no dead space to as much as there is now, that is how
 * long it takes. A slope would say otherwise: what refills within a week and stays full for a year
 * does not grow for most of the year. Where it was never seen empty, the slope since it was last
 * emptied is all there is.
 */
public final class Refill {

  /** Up to this share of what there is to gain is next to nothing: it has just been emptied. */
  private static final double EMPTY = 0.2;

  /** Above, it is as full as it is now. */
  private static final double FULL = 0.8;

  /** Two are always on a line; the third and the fourth say whether there is one. */
  private static final int SAMPLES_MIN = 4;

  /** Days and nights differ, and so do the days of a week; less than this says nothing. */
  private static final Duration SPAN_MIN = Duration.ofDays(3);

  /** Beyond, the server is another one. */
  private static final Duration REFILLED_MAX = Duration.ofDays(3650);

  /** Slopes between all pairs: some 20,000 of them take a millisecond. */
  private static final int SAMPLES_MAX = 200;

  private Refill() {}

  /**
   * From samples in any order.
   *
   * @param gain what a shrink would give back now
   */
  public static Payback of(List<SizeSample> samples, ByteSize gain) {
    if (gain.bytes() <= 0) {
      return Payback.unknown("there is nothing to refill");
    }
    List<SizeSample> inOrder =
        samples.stream().sorted(Comparator.comparing(SizeSample::at)).toList();
    List<Double> seen = passages(inOrder, gain);
    if (!seen.isEmpty()) {
      Duration refilled =
          millis(Median.of(seen.stream().mapToDouble(Double::doubleValue).toArray()));
      return Payback.refills(refilled, "was seen to refill in " + TimeText.of(refilled));
    }
    return bySlope(sinceEmptied(inOrder, gain), gain);
  }

  /** How many milliseconds each way from empty to full took, taken to the whole of the gain. */
  private static List<Double> passages(List<SizeSample> samples, ByteSize gain) {
    List<Double> passages = new ArrayList<>();
    SizeSample empty = null;
    for (SizeSample sample : samples) {
      double share = share(sample, gain);
      if (share <= EMPTY) {
        empty = sample;
      } else if (empty != null && share >= FULL) {
        double whole = Math.max(1, share - share(empty, gain));
        passages.add(Duration.between(empty.at(), sample.at()).toMillis() / whole);
        empty = null;
      }
    }
    return passages;
  }

  private static String seen(int samples, Duration span) {
    return switch (samples) {
      case 0 -> "no samples";
      case 1 -> "1 sample";
      default -> samples + " samples in " + TimeText.of(span);
    };
  }

  private static Payback bySlope(List<SizeSample> samples, ByteSize gain) {
    Duration span = span(samples);
    if (samples.size() < SAMPLES_MIN || span.compareTo(SPAN_MIN) < 0) {
      return Payback.unknown("not known yet: " + seen(samples.size(), span));
    }
    double perDay = RobustSlope.bytesPerDay(thinned(samples));
    double days = gain.bytes() / perDay;
    if (perDay <= 0 || days > REFILLED_MAX.toDays()) {
      return Payback.steady("its dead space has not grown in " + TimeText.of(span));
    }
    Duration refilled = millis(days * Duration.ofDays(1).toMillis());
    return Payback.refills(
        refilled,
        "refills in about "
            + TimeText.of(refilled)
            + ", at "
            + new ByteSize((long) perDay)
            + " a day");
  }

  /**
   * Those after its dead space last fell by more than half. A fall that is next to nothing beside
   * what there is to gain now is noise of the estimate; any other may be a shrink that came sooner.
   */
  private static List<SizeSample> sinceEmptied(List<SizeSample> samples, ByteSize gain) {
    int from = 0;
    for (int i = 1; i < samples.size(); i++) {
      long before = samples.get(i - 1).dead().bytes();
      long fell = before - samples.get(i).dead().bytes();
      if (fell > before / 2 && fell > EMPTY * gain.bytes()) {
        from = i;
      }
    }
    return samples.subList(from, samples.size());
  }

  /** Every so-manieth, so that there are not too many. */
  private static List<SizeSample> thinned(List<SizeSample> samples) {
    int step = (samples.size() + SAMPLES_MAX - 1) / SAMPLES_MAX;
    List<SizeSample> kept = new ArrayList<>();
    for (int i = samples.size() - 1; i >= 0; i -= step) {
      kept.add(0, samples.get(i));
    }
    return kept;
  }

  private static double share(SizeSample sample, ByteSize gain) {
    return sample.dead().bytes() / (double) gain.bytes();
  }

  private static Duration span(List<SizeSample> samples) {
    if (samples.isEmpty()) {
      return Duration.ZERO;
    }
    Instant first = samples.get(0).at();
    return Duration.between(first, samples.get(samples.size() - 1).at());
  }

  private static Duration millis(double millis) {
    return Duration.ofMillis(Math.round(Math.min(millis, (double) REFILLED_MAX.toMillis())));
  }
}
