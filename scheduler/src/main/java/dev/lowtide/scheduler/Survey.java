package dev.lowtide.scheduler;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.estimate.FileMeasurer;
import dev.lowtide.scheduler.estimate.Measurer;
import dev.lowtide.scheduler.estimate.PurgeWatch;
import dev.lowtide.scheduler.innodb.ScanLimits;
import dev.lowtide.scheduler.mysql.FileMeasuring;
import dev.lowtide.scheduler.mysql.MySqlFreeDisk;
import dev.lowtide.scheduler.mysql.MySqlPurgeWatch;
import dev.lowtide.scheduler.mysql.SamplingLimits;
import dev.lowtide.scheduler.mysql.SqlMeasurer;
import dev.lowtide.scheduler.plan.Estimates;
import dev.lowtide.scheduler.plan.MethodPolicy;
import dev.lowtide.scheduler.plan.ShrinkPlanner;
import dev.lowtide.scheduler.plan.TablespaceCatalog;
import dev.lowtide.scheduler.preflight.Preflight;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * What measures tables, and what is said of them, wired once. Plans are measured while a person
 * waits, the survey takes its time.
 */
final class Survey implements AutoCloseable {

  /** Who asks for a plan waits for as long; the command line gives up after a minute. */
  private static final Duration WHILE_A_PERSON_WAITS = Duration.ofSeconds(20);

  /** The largest tables take some six minutes at the pace of {@link ScanLimits#UNHURRIED}. */
  private static final Duration IN_THE_BACKGROUND = Duration.ofMinutes(10);

  /** The survey, and a few people. */
  private static final int MEASURING_MAX = 3;

  private static final int IDLE_SECONDS = 30;

  final ShrinkPlanner planner;
  private final SchedulerParts parts;
  private final SurveyResults results;
  private final PurgeWatch purge;
  private final ShrinkPlanner patient;
  private final BoundedMeasurer asked;
  private final BoundedMeasurer surveyed;
  private final ExecutorService measuring;
  private final ThreadPoolExecutor surveying;

  Survey(
      SchedulerParts parts,
      TablespaceCatalog catalog,
      MethodPolicy methods,
      Function<String, ThreadFactory> made) {
    this.parts = parts;
    this.purge = new MySqlPurgeWatch(parts.target());
    this.results = new SurveyResults(parts.journal().experience());
    this.measuring =
        new ThreadPoolExecutor(
            0,
            MEASURING_MAX,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            made.apply("lowtide-measure"));
    this.surveying =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            made.apply("lowtide-survey"));
    this.asked =
        new BoundedMeasurer(measurer(parts, ScanLimits.DEFAULT), WHILE_A_PERSON_WAITS, measuring);
    this.surveyed =
        new BoundedMeasurer(measurer(parts, ScanLimits.UNHURRIED), IN_THE_BACKGROUND, measuring);
    this.planner = planner(catalog, methods, asked);
    this.patient = planner(catalog, methods, surveyed);
  }

  /** Where tables are measured, the best way first. */
  private static Measurer measurer(SchedulerParts parts, ScanLimits limits) {
    return new FileMeasuring(
        parts.target(),
        parts.targetConfig(),
        new FileMeasurer(limits, () -> Thread.currentThread().isInterrupted()),
        new SqlMeasurer(parts.target(), SamplingLimits.DEFAULT, parts.nanoClock()));
  }

  private ShrinkPlanner planner(
      TablespaceCatalog catalog, MethodPolicy methods, BoundedMeasurer bounded) {
    return new ShrinkPlanner(
        catalog, parts.config().candidates(), methods, estimates(bounded), parts.clock());
  }

  /** Those that a person waits for. */
  Estimates estimates() {
    return estimates(asked);
  }

  private Estimates estimates(Measurer bounded) {
    return new Estimates(bounded, purge, results, parts.clock());
  }

  Surveyor surveyor(Preflight preflight, BooleanSupplier isRunAtWork) {
    return new Surveyor(
        patient,
        preflight::check,
        results,
        isRunAtWork,
        surveyed::cancel,
        parts.config().candidates(),
        surveying,
        parts.clock(),
        parts.nanoClock());
  }

  WorthDesk desk(Surveyor surveyor, BooleanSupplier isRunAtWork, RunBook book) {
    return new WorthDesk(
        planner,
        surveyor,
        results,
        parts.config().candidates(),
        isRunAtWork,
        book::open,
        new MySqlFreeDisk(parts.target(), parts.targetConfig())::read,
        parts.config().copy());
  }

  /** What was measured of the table is not so any more. */
  void forget(TableName table) {
    asked.forget(table);
    surveyed.forget(table);
    results.forget(table);
  }

  @Override
  public void close() {
    surveying.shutdown();
    surveyed.cancel();
    asked.cancel();
    measuring.shutdown();
  }
}
