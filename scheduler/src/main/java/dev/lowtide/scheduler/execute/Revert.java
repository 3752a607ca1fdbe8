package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.copy.CopyStoppedException;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.copy.ShadowTables;
import dev.lowtide.scheduler.copy.TableCopy;
import dev.lowtide.scheduler.shrink.WaitsCaused;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Gives an old table that follows its place back: the cut-over of a copy, the other way round.
 *
 * <pre>
 * catch up ─► every row is the same ─► hold ─► … as any cut-over
 * </pre>
 *
 * Every row is compared although it was at the cut-over, and all changes since have been followed:
 * what a session wrote past the binary log, nobody has told. Confined to the thread that follows.
 */
public final class Revert {

  /** A table that is further behind is not compared yet: most rows would have changed again. */
  private static final Duration BEHIND_MAX = Duration.ofSeconds(1);

  /** With pauses of 15 s at most, some forty attempts; a person waits for it. */
  private static final Duration TRIED_FOR = Duration.ofMinutes(10);

  private final CopyTools tools;
  private final TrafficHold traffic;
  private final Pace pace;
  private final Duration budget;

  /** What has come of it. */
  public enum Outcome {
    /** The old table is the table again. */
    REVERTED,
    /** All is as it was, and the old table follows on. */
    NOT_NOW,
    /** All is as it was, and it must never be done: the two are not the same. */
    DIFFERENT,
    /** It may have been done or not. */
    UNKNOWN
  }

  /** What has come of it, in words, and what clients had to wait for it. */
  public record Result(Outcome outcome, String text, WaitsCaused waits) {}

  /**
   * @param budget the longest that a client may wait for it
   */
  public Revert(CopyTools tools, TrafficHold traffic, Pace pace, Duration budget) {
    this.tools = tools;
    this.traffic = traffic;
    this.pace = pace;
    this.budget = budget;
  }

  /**
   * Does it, with an old table that follows.
   *
   * @throws CopyStoppedException if it cannot follow any more; all is as it was
   */
  public Result attempt(TableCopy follower, Surroundings surroundings, RunLog runLog)
      throws CopyStoppedException, InterruptedException {
    CopyTable table = follower.table();
    List<String> inTheWay = inTheWay(table);
    if (!inTheWay.isEmpty()) {
      return new Result(Outcome.NOT_NOW, String.join("; ", inTheWay), WaitsCaused.NONE);
    }
    follower.catchUp(BEHIND_MAX);
    CopyCutOver cutOver =
        new CopyCutOver(tools, follower, traffic, surroundings, pace, budget, runLog);
    try (Comparison comparison = tools.comparison(table)) {
      ComparedSwap swap = new ComparedSwap(tools, follower, comparison, cutOver, pace, runLog);
      Optional<Swap> made = swap.compare() ? swap.swap(TRIED_FOR) : Optional.empty();
      return made.map(last -> result(last, cutOver.waits()))
          .orElseGet(() -> notMade(comparison, cutOver.waits()));
    }
  }

  /** Whatever else there is by the name that the table which comes off is given first. */
  private List<String> inTheWay(CopyTable table) {
    ShadowTables shadows = tools.shadows();
    if (shadows.exists(table.old())) {
      return List.of(table.old() + " belongs to another copy (expected: that one finished before)");
    }
    return List.of();
  }

  private static Result result(Swap swap, WaitsCaused waits) {
    return switch (swap.outcome()) {
      case SWAPPED -> new Result(Outcome.REVERTED, swap.text(), waits);
      case NOT_NOW -> new Result(Outcome.NOT_NOW, swap.text(), waits);
      case DIFFERENT -> new Result(Outcome.DIFFERENT, swap.text(), waits);
      case UNKNOWN -> new Result(Outcome.UNKNOWN, swap.text(), waits);
    };
  }

  private static Result notMade(Comparison comparison, WaitsCaused waits) {
    String text = comparison.verification().text();
    if (!comparison.isOver()) {
      return new Result(
          Outcome.NOT_NOW,
          "no moment was found for it within " + TRIED_FOR.toMinutes() + " min",
          waits);
    }
    return switch (comparison.verification().verdict()) {
      case DIFFERENT -> new Result(Outcome.DIFFERENT, text, waits);
      case SAME, NOT_DONE, UNPROVEN -> new Result(Outcome.NOT_NOW, text, waits);
    };
  }
}
