package dev.lowtide.scheduler.plan;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.estimate.IndexSpace;
import dev.lowtide.scheduler.estimate.Measurement;
import dev.lowtide.scheduler.estimate.Measurer;
import dev.lowtide.scheduler.estimate.Measurer.Measured;
import dev.lowtide.scheduler.estimate.Measurer.Unmeasured;
import dev.lowtide.scheduler.estimate.PurgeDebt;
import dev.lowtide.scheduler.estimate.PurgeWatch;
import dev.lowtide.scheduler.estimate.SizeRange;
import dev.lowtide.scheduler.estimate.Source;
import dev.lowtide.scheduler.forecast.Forecaster;
import dev.lowtide.scheduler.forecast.History;
import dev.lowtide.scheduler.forecast.Refill;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Estimate;
import dev.lowtide.scheduler.shrink.Evidence;
import dev.lowtide.scheduler.shrink.Forecast;
import dev.lowtide.scheduler.shrink.Payback;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.Subject;
import dev.lowtide.scheduler.shrink.Work;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Estimates from a measurement of the table as it is now, or, where it cannot be measured, from
 * what the server says of it. Safe for any thread if what it is made of is.
 */
public final class Estimates {

  /** Rows are deleted all the time; less of a file than this is nothing to wait for. */
  private static final int UNPURGED_PERCENT_MIN = 2;

  private final Measurer measurer;
  private final PurgeWatch purge;
  private final History history;
  private final Clock clock;

  public Estimates(Measurer measurer, PurgeWatch purge, History history, Clock clock) {
    this.measurer = measurer;
    this.purge = purge;
    this.history = history;
    this.clock = clock;
  }

  /** Estimates of one who cannot measure, and has seen nothing before. */
  public static Estimates unmeasured(Clock clock) {
    return new Estimates(
        table -> new Unmeasured("nobody measures here"), () -> PurgeDebt.NONE, History.NONE, clock);
  }

  /** From a look at the table, which takes its time. */
  Estimate of(TableDescription table, ShrinkMethod method) {
    Subject subject = table.facts().tablespace().subject();
    Measurer.Outcome outcome = measurer.measure(subject);
    Estimate estimate =
        outcome instanceof Measured measured
            ? of(table, measured.measurement(), method)
            : unmeasured(table, method, ((Unmeasured) outcome).reason());
    return subject.isTable() ? renewed(subject.table(), estimate) : timed(estimate);
  }

  /** The same by what is known of its future now. */
  Estimate renewed(TableName table, Estimate estimate) {
    Forecast forecast = Forecaster.forecast(estimate.work(), history.runs());
    Payback payback = Refill.of(history.samples(table), estimate.reclaimable());
    return estimate.with(forecast, payback);
  }

  /** Of one partition's own past nothing is known. */
  private Estimate timed(Estimate estimate) {
    Forecast forecast = Forecaster.forecast(estimate.work(), history.runs());
    return estimate.with(forecast, Payback.UNKNOWN);
  }

  /** That a good part of a file is deleted but not purged, and why; nothing where it is not. */
  Optional<String> notPurged(Estimate estimate, ByteSize fileSize) {
    return estimate.unpurged().percentOf(fileSize) < UNPURGED_PERCENT_MIN
        ? Optional.empty()
        : purge.look().about(estimate.unpurged());
  }

  /** What was measured before is better than a guess, and says how old it is. */
  private Estimate unmeasured(TableDescription table, ShrinkMethod method, String why) {
    Subject subject = table.facts().tablespace().subject();
    return Optional.of(subject)
        .filter(Subject::isTable)
        .flatMap(known -> history.lastMeasured(known.table()))
        .filter(before -> before.work().method() == method)
        .orElseGet(() -> Estimator.estimate(table, method, why, clock.instant()));
  }

  private Estimate of(TableDescription table, Measurement measured, ShrinkMethod method) {
    SizeRange rebuilt = Rebuilt.of(table, measured, method);
    // Every partition has a clustered index of its own.
    List<IndexSpace> rows = measured.indexes().stream().filter(IndexSpace::isClustered).toList();
    ByteSize rowBytes =
        rows.stream()
            .map(index -> index.entryBytes().plus(index.longValues()))
            .reduce(ByteSize.ZERO, ByteSize::plus);
    ByteSize logged = Estimator.logged(method, rowBytes);
    return new Estimate(
        measured.fileSize().minus(rebuilt.likely()),
        Estimator.larger(
            rebuilt.high().minus(rebuilt.likely()), rebuilt.likely().minus(rebuilt.low())),
        measured.unpurged(),
        rebuilt.likely().plus(logged),
        Estimator.io(measured.fileSize(), rebuilt.likely(), logged),
        Forecast.NONE,
        Estimator.cutOver(measured.fileSize(), method),
        Payback.UNKNOWN,
        new Evidence(kind(measured.source()), clock.instant(), measured.bytesRead()),
        new Work(
            method,
            rebuilt.likely(),
            rows.stream().mapToLong(IndexSpace::entries).sum(),
            table.secondaryKeys(),
            table.rowShape()),
        measured.basis());
  }

  private static Evidence.Kind kind(Source source) {
    return switch (source) {
      case FILES -> Evidence.Kind.FILES;
      case SQL -> Evidence.Kind.SQL;
    };
  }
}
