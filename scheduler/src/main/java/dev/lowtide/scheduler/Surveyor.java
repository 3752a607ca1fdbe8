package dev.lowtide.scheduler;

import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.journal.StoreGoneException;
import dev.lowtide.scheduler.mysql.TargetException;
import dev.lowtide.scheduler.operator.SurveyView;
import dev.lowtide.scheduler.plan.CandidatePolicy;
import dev.lowtide.scheduler.plan.PlanOutcome;
import dev.lowtide.scheduler.plan.PlanOutcome.Planned;
import dev.lowtide.scheduler.plan.PlanOutcome.Refused;
import dev.lowtide.scheduler.plan.ShrinkPlanner;
import dev.lowtide.scheduler.shrink.Candidate;
import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.Evidence;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.Tablespace;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures tables, the largest first, one at a time with rests between them, and never while a run
 * is at work. {@link #tick} is confined to the scheduler's thread; measuring is done on one thread
 * of its own; the rest is safe for any.
 */
final class Surveyor {

  /** A server notices a fifth of what one look costs it. */
  private static final int REST_PER_WORK = 4;

  private static final Duration REST_MIN = Duration.ofSeconds(1);

  /** When nothing is due, or the server is away. */
  private static final Duration IDLE = Duration.ofSeconds(30);

  /** One that cannot be looked at keeps nobody from the next. */
  private static final Duration AGAIN_AFTER_FAILURE = Duration.ofMinutes(10);

  /** A file that became so much larger or smaller is another one. */
  private static final int CHANGED_PERCENT = 10;

  /** It costs little, and row counts that it rests on are made anew now and then. */
  private static final Duration GUESS_GOOD_FOR = Duration.ofHours(1);

  /** Who opens a page sees what is there by then. */
  private static final Duration AWAITED_MAX = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(Surveyor.class);

  private final ShrinkPlanner planner;
  private final Function<ShrinkPlan, List<CheckResult>> checks;
  private final SurveyResults results;
  private final BooleanSupplier isRunAtWork;
  private final Runnable breakOff;
  private final CandidatePolicy policy;
  private final Executor executor;
  private final OneAtATime surveying;
  private final Clock clock;
  private final NanoClock nanoClock;
  private final AtomicBoolean isAwaited = new AtomicBoolean();
  private volatile boolean isBrokenOff;
  private final Map<TableName, Instant> failed = new ConcurrentHashMap<>();
  private volatile String atWork = "";
  private volatile String lastFailure = "";
  private volatile long restUntilNanos;
  private volatile @Nullable Instant doneAt;

  /**
   * @param checks whether a plan can be carried out
   * @param breakOff has whoever measures give up; our own thread is in the middle of a question to
   *     the store at times, and must not be interrupted
   * @param executor has one thread
   */
  Surveyor(
      ShrinkPlanner planner,
      Function<ShrinkPlan, List<CheckResult>> checks,
      SurveyResults results,
      BooleanSupplier isRunAtWork,
      Runnable breakOff,
      CandidatePolicy policy,
      Executor executor,
      Clock clock,
      NanoClock nanoClock) {
    this.planner = planner;
    this.checks = checks;
    this.results = results;
    this.isRunAtWork = isRunAtWork;
    this.breakOff = breakOff;
    this.policy = policy;
    this.executor = executor;
    this.surveying = new OneAtATime("the survey", this::step, executor);
    this.clock = clock;
    this.nanoClock = nanoClock;
    this.restUntilNanos = nanoClock.nanos();
  }

  /** Begins with the next table if it is time; stops for a run. */
  void tick() {
    if (isRunAtWork.getAsBoolean()) {
      cancel();
    } else if (restUntilNanos - nanoClock.nanos() <= 0) {
      surveying.begin();
    }
  }

  /** Stops in the middle of a table, which is measured another time. */
  void cancel() {
    isBrokenOff = true;
    breakOff.run();
  }

  /** Measures what was never measured, and waits a moment for it. */
  void awaitNewTables() {
    if (newTables().isEmpty() || !isAwaited.compareAndSet(false, true)) {
      return;
    }
    try {
      CompletableFuture.runAsync(this::measureNewTables, executor)
          .get(AWAITED_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      log.debug("the survey goes on behind the page");
    } catch (ExecutionException e) {
      onFailed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      isAwaited.set(false);
    }
  }

  SurveyView view() {
    List<Tablespace> looked = looked();
    long due = looked.stream().filter(this::isDue).count();
    long known = looked.stream().filter(each -> results.last(each.table()).isPresent()).count();
    return new SurveyView((int) known, (int) due, atWork, doneAt);
  }

  private void step() {
    long began = nanoClock.nanos();
    try {
      Optional<Tablespace> due = looked().stream().filter(this::isDue).findFirst();
      due.ifPresent(next -> measure(next.table()));
      Duration worked = Duration.ofNanos(nanoClock.nanos() - began);
      if (due.isEmpty()) {
        onNothingDue();
      }
      rest(due.isEmpty() ? IDLE : worked.multipliedBy(REST_PER_WORK));
    } catch (RuntimeException e) {
      onFailed(e);
      rest(IDLE);
    }
  }

  private void measureNewTables() {
    for (Tablespace next : newTables()) {
      if (isRunAtWork.getAsBoolean() || !isAwaited.get()) {
        return;
      }
      measure(next.table());
    }
  }

  /** But for those that could not be looked at just now. */
  private List<Tablespace> newTables() {
    return looked().stream()
        .filter(each -> results.last(each.table()).isEmpty() && isDue(each))
        .toList();
  }

  private List<Tablespace> looked() {
    return planner.tablespaces().stream()
        .filter(each -> each.fileSize().compareTo(policy.fileSizeMin()) >= 0)
        .limit(policy.tablesMax())
        .toList();
  }

  private boolean isDue(Tablespace now) {
    Instant failedAt = failed.get(now.table());
    if (failedAt != null && failedAt.plus(AGAIN_AFTER_FAILURE).isAfter(clock.instant())) {
      return false;
    }
    Optional<Candidate> last = results.last(now.table());
    if (last.isEmpty()) {
      return true;
    }
    Instant at = last.get().estimate().evidence().at();
    long before = last.get().tablespace().fileSize().bytes();
    long difference = Math.abs(now.fileSize().bytes() - before);
    return at == null
        || !at.plus(goodFor(last.get())).isAfter(clock.instant())
        || difference * 100 > before * CHANGED_PERCENT;
  }

  private Duration goodFor(Candidate last) {
    boolean isGuess = last.estimate().evidence().kind() == Evidence.Kind.STATISTICS;
    boolean isSooner = GUESS_GOOD_FOR.compareTo(policy.measureEvery()) < 0;
    return isGuess && isSooner ? GUESS_GOOD_FOR : policy.measureEvery();
  }

  /** What a run or a person broke off is not known. */
  private void measure(TableName table) {
    isBrokenOff = false;
    atWork = table.toString();
    try {
      Optional<Candidate> found = planner.candidate(table);
      if (isBrokenOff) {
        return;
      }
      found.ifPresent(each -> results.keep(each.because(refusal(each)), clock.instant()));
      onLooked(table, found.isPresent());
    } catch (RuntimeException e) {
      onLooked(table, false);
      onFailed(e);
    } finally {
      atWork = "";
    }
  }

  /** One that is not there, or cannot be looked at, has others go first for a while. */
  private void onLooked(TableName table, boolean isKnown) {
    if (isKnown) {
      failed.remove(table);
    } else {
      failed.put(table, clock.instant());
    }
  }

  /** What no waiting will cure; empty if there is nothing, or if that is not the question. */
  private String refusal(Candidate candidate) {
    if (!candidate.isProposed()) {
      return "";
    }
    PlanOutcome outcome = planner.plan(candidate);
    if (outcome instanceof Refused refused) {
      return "refused: " + refused.reason();
    }
    String lasting =
        checks.apply(((Planned) outcome).plan()).stream()
            .filter(CheckResult::isLasting)
            .map(CheckResult::text)
            .collect(Collectors.joining("; "));
    return lasting.isEmpty() ? "" : "refused: " + lasting;
  }

  private void onNothingDue() {
    doneAt = clock.instant();
    List<TableName> there = planner.tablespaces().stream().map(Tablespace::table).toList();
    failed.keySet().retainAll(there);
    results.forget(there, clock.instant().minus(policy.historyFor()));
  }

  private void rest(Duration duration) {
    Duration rest = duration.compareTo(REST_MIN) < 0 ? REST_MIN : duration;
    restUntilNanos = nanoClock.nanos() + rest.toNanos();
  }

  /** A server that is away for hours is told of once. */
  private void onFailed(Throwable e) {
    String failure = String.valueOf(e.getMessage());
    if (!failure.equals(lastFailure)) {
      boolean isForeseen = e instanceof TargetException || e instanceof StoreGoneException;
      log.warn("tables are measured later: {}", failure, isForeseen ? null : e);
    }
    lastFailure = failure;
  }
}
