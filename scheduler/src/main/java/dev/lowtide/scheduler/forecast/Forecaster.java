package dev.lowtide.scheduler.forecast;

import dev.lowtide.scheduler.forecast.Rates.Part;
import dev.lowtide.scheduler.shrink.Forecast;
import dev.lowtide.scheduler.shrink.RunTiming;
import dev.lowtide.scheduler.shrink.Work;
import java.time.Duration;
import java.util.List;

/**
 * How long a run will be at work: what each of its parts takes by rates from elsewhere, times what
 * the last runs on this server took of that, plus or minus what is still not known.
 */
public final class Forecaster {

  /** Servers, disks and clients change; what was longer ago says less than these. */
  public static final int RUNS_MAX = 12;

  /**
   * Servers differ from the one where the rates were measured by a factor of two or so, runs on one
   * server from each other by half of that, squared: a quarter of a run speaks for the rates.
   */
  private static final double PRIOR_RUNS = 0.25;

  /** As a share of the forecast, when nothing was seen of this server. */
  private static final double ERROR_AT_FIRST = 1.0;

  /** No two runs take the same time. */
  private static final double ERROR_MIN = 0.1;

  /** Makes of a median of deviations twice what would be a standard deviation. */
  private static final double TWO_DEVIATIONS = 2 * 1.4826;

  /** Parts that took less were measured by the clock's whims. */
  private static final double SECONDS_MIN = 0.05;

  private Forecaster() {}

  /**
   * The forecast for this work.
   *
   * @param past what runs on this server took, the newest first
   */
  public static Forecast forecast(Work work, List<RunTiming> past) {
    if (work.isNone()) {
      return Forecast.NONE;
    }
    List<RunTiming> runs =
        past.stream().filter(run -> run.work().method() == work.method()).limit(RUNS_MAX).toList();
    double seconds = seconds(work, runs);
    double error = seconds * errorShare(runs);
    return new Forecast(millis(seconds), millis(error), runs.size());
  }

  private static double seconds(Work work, List<RunTiming> runs) {
    return Part.ALL.stream()
        .mapToDouble(part -> Rates.seconds(part, work) * factor(part, runs))
        .sum();
  }

  /** What this part takes here, of what it takes elsewhere. */
  private static double factor(Part part, List<RunTiming> runs) {
    double[] ratios =
        runs.stream()
            .filter(run -> isMeasured(part, run))
            .mapToDouble(run -> Math.log(part.of(run) / usual(part, run)))
            .toArray();
    return ratios.length == 0
        ? 1
        : Math.exp(Median.of(ratios) * ratios.length / (ratios.length + PRIOR_RUNS));
  }

  private static boolean isMeasured(Part part, RunTiming run) {
    return part.of(run) >= SECONDS_MIN && usual(part, run) > 0;
  }

  private static double usual(Part part, RunTiming run) {
    return Rates.seconds(part, run.work());
  }

  /** How far the runs are from what would be forecast for them now, and how few they are. */
  private static double errorShare(List<RunTiming> runs) {
    if (runs.isEmpty()) {
      return ERROR_AT_FIRST;
    }
    double[] deviations =
        runs.stream()
            .mapToDouble(
                run -> Math.abs(run.worked().toMillis() / 1000.0 / seconds(run.work(), runs) - 1))
            .toArray();
    double spread = Math.max(ERROR_MIN, TWO_DEVIATIONS * Median.of(deviations));
    return Math.min(ERROR_AT_FIRST, Math.hypot(spread, ERROR_AT_FIRST / (runs.size() + 1)));
  }

  private static Duration millis(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1000));
  }
}
