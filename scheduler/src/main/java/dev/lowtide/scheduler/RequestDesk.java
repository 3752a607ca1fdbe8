package dev.lowtide.scheduler;

import static dev.lowtide.scheduler.Answers.answer;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.lowtide.scheduler.approval.ApprovalDesk;
import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.journal.ReviewStore;
import dev.lowtide.scheduler.operator.Comment;
import dev.lowtide.scheduler.operator.DiffLine;
import dev.lowtide.scheduler.operator.Inbox;
import dev.lowtide.scheduler.operator.OperatorException;
import dev.lowtide.scheduler.operator.OperatorException.Kind;
import dev.lowtide.scheduler.operator.Review;
import dev.lowtide.scheduler.operator.Reviews;
import dev.lowtide.scheduler.operator.Vote;
import dev.lowtide.scheduler.shrink.PlanHash;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes what people say of requests. Safe for any thread. */
final class RequestDesk implements Reviews {

  /** As many as the list of runs has; what was asked for longer ago is over. */
  private static final int RUNS_MAX = 200;

  private final PlanDesk plans;
  private final RecentChecks checks;
  private final RunBook book;
  private final Journal journal;
  private final ApprovalDesk approvals;
  private final CalendarDesk calendar;
  private final Clock clock;

  RequestDesk(PlanDesk plans, RunBook book, Journal journal, CalendarDesk calendar, Clock clock) {
    this.plans = plans;
    this.checks = new RecentChecks(plans::check, Ticker.systemTicker());
    this.book = book;
    this.journal = journal;
    this.approvals = book.desk();
    this.calendar = calendar;
    this.clock = clock;
  }

  @Override
  public Review review(RunId id) {
    return answer(
        () -> {
          ShrinkRun run = book.get(id);
          ReviewStore reviews = journal.reviews();
          return new Review(
              run.plan().hash(),
              reviews.revision(id),
              reviews.votes(id),
              votesNeeded(run),
              reviews.comments(id),
              diff(run, reviews.planBefore(id)),
              run.state() == RunState.PROPOSED ? checks.of(run.plan()) : List.of(),
              expiresIn(run));
        });
  }

  private int votesNeeded(ShrinkRun run) {
    boolean isAutomatic = run.approval() != null && run.approval().isAutomatic();
    return isAutomatic ? 0 : approvals.approversOf(run.plan());
  }

  private static List<DiffLine> diff(ShrinkRun run, Optional<ShrinkPlan> before) {
    return before
        .map(plan -> LineDiff.of(PlanText.lines(plan), PlanText.lines(run.plan())))
        .orElse(List.of());
  }

  private @Nullable Duration expiresIn(ShrinkRun run) {
    return approvals
        .expiresAt(run)
        .map(limit -> Duration.between(clock.instant(), limit))
        .filter(left -> !left.isNegative())
        .orElse(null);
  }

  @Override
  public Inbox inbox(String by) {
    return answer(
        () ->
            new Inbox(
                book.open().stream()
                    .filter(run -> run.state() == RunState.PROPOSED)
                    .filter(run -> !run.requestedBy().equals(by) && !hasVoteOf(run, by))
                    .map(this::item)
                    .toList(),
                journal.runs(RUNS_MAX).stream()
                    .filter(run -> run.requestedBy().equals(by))
                    .filter(
                        run ->
                            !run.state().isFinal() || approvals.isStaleLately(run, clock.instant()))
                    .map(this::item)
                    .toList()));
  }

  private boolean hasVoteOf(ShrinkRun run, String by) {
    return votes(run).stream().anyMatch(vote -> vote.by().equals(by));
  }

  private List<Vote> votes(ShrinkRun run) {
    return journal.reviews().votes(run.id());
  }

  private Inbox.Item item(ShrinkRun run) {
    return new Inbox.Item(run, votes(run).size(), votesNeeded(run), expiresIn(run));
  }

  @Override
  public ShrinkRun approve(RunId run, PlanHash seen, String by) {
    return answer(() -> book.approve(run, seen, by));
  }

  @Override
  public ShrinkRun requestChanges(RunId run, String by, String why) {
    return answer(() -> book.requestChanges(run, by, bounded("why", why)));
  }

  @Override
  public ShrinkRun revoke(RunId run, String by, String why) {
    return answer(() -> book.revoke(run, by, bounded("why", why)));
  }

  @Override
  public ShrinkRun revise(RunId run, Optional<String> window, String by) {
    return answer(
        () -> {
          ShrinkPlan old = book.get(run).plan();
          String known = calendar.known(window.orElse(old.window()));
          ShrinkPlan now = plans.passable(old.subject(), Optional.of(old.method()));
          return book.revise(run, now.inWindow(known), by);
        });
  }

  @Override
  public Comment comment(RunId run, String by, String text) {
    return answer(
        () -> {
          String words = bounded("text", text);
          if (words.isEmpty()) {
            throw new IllegalArgumentException("text: missing (expected: what you want to say)");
          }
          book.get(run);
          if (journal.reviews().comments(run).size() >= Comment.COUNT_MAX) {
            throw new OperatorException(
                Kind.REFUSED,
                "run " + run + " has " + Comment.COUNT_MAX + " comments (expected: fewer)");
          }
          return journal.reviews().comment(run, by, words, clock.instant());
        });
  }

  private static String bounded(String name, String text) {
    String words = text.strip();
    if (words.length() > Comment.TEXT_MAX) {
      throw new IllegalArgumentException(
          name
              + ": "
              + words.length()
              + " characters (expected: at most "
              + Comment.TEXT_MAX
              + ")");
    }
    return words;
  }
}
