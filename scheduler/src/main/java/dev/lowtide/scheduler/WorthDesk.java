package dev.lowtide.scheduler;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.operator.OperatorException;
import dev.lowtide.scheduler.operator.OperatorException.Kind;
import dev.lowtide.scheduler.operator.SurveyView;
import dev.lowtide.scheduler.plan.CandidatePolicy;
import dev.lowtide.scheduler.plan.NightPlanner;
import dev.lowtide.scheduler.plan.ShrinkPlanner;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Candidate;
import dev.lowtide.scheduler.shrink.Estimate;
import dev.lowtide.scheduler.shrink.Night;
import dev.lowtide.scheduler.shrink.Night.Task;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import dev.lowtide.scheduler.shrink.Subject;
import dev.lowtide.scheduler.shrink.Tablespace;
import dev.lowtide.scheduler.shrink.TimeText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Says what is worth shrinking, from what the survey found. Safe for any thread. */
final class WorthDesk {

  /** As many as anybody scrolls through. */
  private static final int SHOWN_MAX = 500;

  private static final Duration NIGHT_MIN = Duration.ofMinutes(1);

  /** Beyond, approvals expire. */
  private static final Duration NIGHT_MAX = Duration.ofDays(3);

  private static final Comparator<Candidate> BEST_FIRST =
      Comparator.comparing(Candidate::isProposed)
          .thenComparing(candidate -> candidate.estimate().bytesPerMinute())
          .thenComparing(candidate -> candidate.estimate().reclaimable())
          .reversed();

  private final ShrinkPlanner planner;
  private final Surveyor surveyor;
  private final SurveyResults results;
  private final CandidatePolicy policy;
  private final BooleanSupplier isRunAtWork;
  private final Supplier<List<ShrinkRun>> openRuns;
  private final Supplier<OptionalLong> freeDisk;
  private final CopyConfig copy;

  /**
   * @param freeDisk bytes free where the data lies; empty if that cannot be seen
   */
  WorthDesk(
      ShrinkPlanner planner,
      Surveyor surveyor,
      SurveyResults results,
      CandidatePolicy policy,
      BooleanSupplier isRunAtWork,
      Supplier<List<ShrinkRun>> openRuns,
      Supplier<OptionalLong> freeDisk,
      CopyConfig copy) {
    this.planner = planner;
    this.surveyor = surveyor;
    this.results = results;
    this.policy = policy;
    this.isRunAtWork = isRunAtWork;
    this.openRuns = openRuns;
    this.freeDisk = freeDisk;
    this.copy = copy;
  }

  /** Those that are proposed, most bytes for each minute first; with all, the others after them. */
  List<Candidate> candidates(boolean isAll) {
    surveyor.awaitNewTables();
    return planner.tablespaces().stream()
        .limit(SHOWN_MAX)
        .map(this::candidate)
        .filter(candidate -> isAll || candidate.isProposed())
        .sorted(BEST_FIRST)
        .toList();
  }

  SurveyView survey() {
    return surveyor.view();
  }

  /** What would fit into a night of this length, of what is asked for and what is proposed. */
  Night night(Duration lasts) {
    if (lasts.compareTo(NIGHT_MIN) < 0 || lasts.compareTo(NIGHT_MAX) > 0) {
      throw new OperatorException(
          Kind.REFUSED,
          "for: "
              + TimeText.of(lasts)
              + " (expected: "
              + TimeText.of(NIGHT_MIN)
              + " to "
              + TimeText.of(NIGHT_MAX)
              + ")");
    }
    return NightPlanner.plan(tasks(), lasts, freeForCopies(), !copy.keepOldFor().isZero());
  }

  private OptionalLong freeForCopies() {
    OptionalLong free = freeDisk.get();
    return free.isPresent()
        ? OptionalLong.of(Math.max(0, free.getAsLong() - copy.diskReserve().bytes()))
        : free;
  }

  private List<Task> tasks() {
    List<ShrinkRun> runs = openRuns.get().stream().filter(WorthDesk::isToCome).toList();
    List<Task> tasks = new ArrayList<>(runs.stream().map(WorthDesk::task).toList());
    Set<TableName> asked =
        openRuns.get().stream()
            .flatMap(run -> run.plan().subject().optionalTable().stream())
            .collect(Collectors.toSet());
    candidates(false).stream()
        .filter(candidate -> !asked.contains(candidate.tablespace().table()))
        .map(WorthDesk::task)
        .forEach(tasks::add);
    return tasks;
  }

  private static boolean isToCome(ShrinkRun run) {
    return run.state() == RunState.PROPOSED
        || run.state() == RunState.APPROVED
        || run.state() == RunState.WAITING_FOR_QUIET;
  }

  private static Task task(ShrinkRun run) {
    return new Task(
        name(run.plan().subject()),
        run.plan().estimate(),
        run.id().value(),
        run.state().name().toLowerCase(Locale.ROOT).replace('_', ' '));
  }

  private static Task task(Candidate candidate) {
    return new Task(name(candidate.tablespace().subject()), candidate.estimate(), 0, "");
  }

  /** As it can be asked for: the names of few tables have letters that mean something else. */
  private static String name(Subject subject) {
    return subject.optionalTable().map(WorthDesk::isPlain).orElse(true)
        ? subject.toString()
        : subject.quoted();
  }

  private static boolean isPlain(TableName table) {
    return (table.schema() + table.table()).chars().noneMatch(c -> ".#:`".indexOf(c) >= 0);
  }

  /** As it is known, by what is thought of it now. */
  private Candidate candidate(Tablespace now) {
    return results.last(now.table()).map(this::judged).orElseGet(() -> unknown(now));
  }

  private Candidate judged(Candidate last) {
    Candidate judged = planner.renewed(last);
    return judged.isProposed() ? judged.because(last.whyNot()) : judged;
  }

  private Candidate unknown(Tablespace now) {
    Candidate unmeasured =
        new Candidate(
            now,
            new Estimate(
                ByteSize.ZERO, ByteSize.ZERO, Duration.ZERO, "nothing: it is not measured"));
    return unmeasured.because(
        policy
            .tooSmall(unmeasured)
            .orElse(
                isRunAtWork.getAsBoolean()
                    ? "not measured yet: a run is at work"
                    : "not measured yet"));
  }
}
