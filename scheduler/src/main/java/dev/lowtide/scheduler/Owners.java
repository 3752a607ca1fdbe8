package dev.lowtide.scheduler;

import dev.lowtide.scheduler.copy.CopyRecord;
import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which runs the copies in the registry belong to, and how those are. Safe for any thread. */
final class Owners {

  private static final Pattern RUN = Pattern.compile("run (\\d{1,18}) of .*", Pattern.DOTALL);

  private final Function<RunId, String> marks;
  private final Journal journal;

  /**
   * @param marks what copies of a run have as their owner
   */
  Owners(Function<RunId, String> marks, Journal journal) {
    this.marks = marks;
    this.journal = journal;
  }

  /** Those that are not over, or that a person has yet to look at. */
  Set<RunId> openRuns() {
    return journal.open().stream().map(ShrinkRun::id).collect(Collectors.toSet());
  }

  /** The run of ours that it belongs to; nothing if it is another Lowtide's. */
  Optional<RunId> run(CopyRecord copy) {
    Matcher matcher = RUN.matcher(copy.owner());
    return matcher.matches()
        ? Optional.of(new RunId(Long.parseLong(matcher.group(1))))
            .filter(run -> marks.apply(run).equals(copy.owner()))
        : Optional.empty();
  }

  boolean isOurs(CopyRecord copy) {
    return run(copy).isPresent();
  }

  boolean isOpen(CopyRecord copy) {
    return run(copy).flatMap(journal::run).filter(ShrinkRun::isInTheWay).isPresent();
  }

  /** Whether all is well with the table, so that the old one is of use to nobody. */
  boolean isDoneWith(CopyRecord copy) {
    return run(copy).flatMap(journal::run).filter(Owners::isDoneWith).isPresent();
  }

  /** After a failure the old table may be the one that is right: that is for a person to say. */
  private static boolean isDoneWith(ShrinkRun run) {
    return run.state() == RunState.SUCCEEDED
        || (run.state() == RunState.UNCERTAIN && run.isAcknowledged());
  }
}
