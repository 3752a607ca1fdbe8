package dev.lowtide.scheduler;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.forecast.Forecaster;
import dev.lowtide.scheduler.forecast.History;
import dev.lowtide.scheduler.journal.Experience;
import dev.lowtide.scheduler.shrink.Candidate;
import dev.lowtide.scheduler.shrink.Estimate;
import dev.lowtide.scheduler.shrink.Evidence;
import dev.lowtide.scheduler.shrink.RunTiming;
import dev.lowtide.scheduler.shrink.SizeSample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What was measured of each table last, and what they occupied before. Safe for any thread. */
final class SurveyResults implements History {

  /** One a day is enough; the next survey need not be a whole day later to the second. */
  private static final Duration SAMPLE_EVERY = Duration.ofHours(20);

  /** A page asks for each of its lines; a run takes longer than this. */
  private static final Duration TIMINGS_KEPT = Duration.ofSeconds(2);

  private final Experience experience;
  private final Map<TableName, Candidate> last = new ConcurrentHashMap<>();
  private final LoadingCache<String, List<RunTiming>> timings;

  /** With what the store still has. */
  SurveyResults(Experience experience) {
    this.experience = experience;
    this.timings =
        Caffeine.newBuilder()
            .expireAfterWrite(TIMINGS_KEPT)
            .maximumSize(1)
            .build(key -> experience.timings(Forecaster.RUNS_MAX));
    experience.survey().forEach(found -> last.put(found.tablespace().table(), found));
  }

  /** What was found at last; nothing if nobody looked. */
  Optional<Candidate> last(TableName table) {
    return Optional.ofNullable(last.get(table));
  }

  /** Keeps it, and once a day what the table occupies. */
  void keep(Candidate found, Instant now) {
    TableName table = found.tablespace().table();
    last.put(table, found);
    experience.keep(found, now);
    boolean isMeasured = found.estimate().evidence().kind() != Evidence.Kind.STATISTICS;
    if (isMeasured && isSampleDue(table, now)) {
      experience.add(
          table,
          new SizeSample(
              now,
              found.tablespace().fileSize(),
              found.tablespace().fileSize().minus(found.estimate().reclaimable())));
    }
  }

  /** Forgets tables that are gone, and what is older than anybody asks for. */
  void forget(List<TableName> there, Instant before) {
    last.keySet().retainAll(there);
    experience.forgetBefore(before);
  }

  /** What was measured is not so any more. */
  void forget(TableName table) {
    last.remove(table);
    experience.forget(table);
  }

  private boolean isSampleDue(TableName table, Instant now) {
    List<SizeSample> samples = experience.samples(table);
    return samples.isEmpty() || !samples.get(0).at().plus(SAMPLE_EVERY).isAfter(now);
  }

  @Override
  public List<SizeSample> samples(TableName table) {
    return experience.samples(table);
  }

  @Override
  public List<RunTiming> runs() {
    return timings.get("all");
  }

  @Override
  public Optional<Estimate> lastMeasured(TableName table) {
    return last(table)
        .map(Candidate::estimate)
        .filter(estimate -> estimate.evidence().kind() != Evidence.Kind.STATISTICS);
  }
}
