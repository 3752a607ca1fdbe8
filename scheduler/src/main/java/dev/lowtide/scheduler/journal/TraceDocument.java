package dev.lowtide.scheduler.journal;

import dev.lowtide.scheduler.operator.RunPoint;
import dev.lowtide.scheduler.shrink.ByteSize;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How a run went, in columns: some 40 bytes a point, a tenth of what the points would take one by
 * one. Texts that are there again and again are there once.
 *
 * @param atMillis since 1970
 * @param standstills which of the texts
 */
record TraceDocument(
    List<Long> atMillis,
    List<Long> copiedBytes,
    List<Double> statementsPerSecond,
    List<Long> p95Nanos,
    List<Integer> standstills,
    List<Integer> cutOverAttempts,
    List<String> texts) {

  static TraceDocument of(List<RunPoint> points) {
    List<String> texts = points.stream().map(RunPoint::standstill).distinct().toList();
    return new TraceDocument(
        points.stream().map(point -> point.at().toEpochMilli()).toList(),
        points.stream().map(point -> point.copied().bytes()).toList(),
        points.stream().map(RunPoint::statementsPerSecond).toList(),
        points.stream().map(point -> point.p95().toNanos()).toList(),
        points.stream().map(point -> texts.indexOf(point.standstill())).toList(),
        points.stream().map(RunPoint::cutOverAttempts).toList(),
        texts);
  }

  List<RunPoint> points() {
    List<RunPoint> points = new ArrayList<>();
    for (int i = 0; i < atMillis.size(); i++) {
      points.add(
          new RunPoint(
              Instant.ofEpochMilli(atMillis.get(i)),
              new ByteSize(copiedBytes.get(i)),
              statementsPerSecond.get(i),
              Duration.ofNanos(p95Nanos.get(i)),
              texts.get(standstills.get(i)),
              cutOverAttempts.get(i)));
    }
    return points;
  }
}
