package dev.lowtide.scheduler.operator;

import java.time.Duration;
import java.util.List;

/**
 * What went on in a span of time.
 *
 * @param step from the beginning of one point to that of the next, where nothing is missing
 * @param points the oldest first
 */
public record LoadSeries(Duration step, List<LoadPoint> points) {

  public LoadSeries {
    points = List.copyOf(points);
  }
}
