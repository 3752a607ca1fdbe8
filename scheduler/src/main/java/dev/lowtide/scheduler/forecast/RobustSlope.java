package dev.lowtide.scheduler.forecast;

import dev.lowtide.scheduler.shrink.SizeSample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How fast dead space grows: the median of the slopes between all pairs of samples (Theil and Sen),
 * which no more than 29 % of outliers move far.
 */
final class RobustSlope {

  private static final double MILLIS_A_DAY = Duration.ofDays(1).toMillis();

  private RobustSlope() {}

  /** Bytes a day; of at least two samples at different times. */
  static double bytesPerDay(List<SizeSample> samples) {
    List<Double> slopes = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      for (int j = i + 1; j < samples.size(); j++) {
        double days =
            Duration.between(samples.get(i).at(), samples.get(j).at()).toMillis() / MILLIS_A_DAY;
        if (days != 0) {
          long grown = samples.get(j).dead().bytes() - samples.get(i).dead().bytes();
          slopes.add(grown / days);
        }
      }
    }
    return Median.of(slopes.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
