package dev.lowtide.scheduler.operator;

import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.RunStep;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run and its history.
 *
 * @param waitingFor why it does not begin or end right now; empty if nothing holds it up
 * @param conditions how all conditions for its table stand; empty unless it waits for them
 * @param copied of the new table, while it is at work
 * @param copyExpected what the new table is expected to be when complete
 * @param progress of a copy at work; null if there is none
 */
public record RunView(
    ShrinkRun run,
    List<RunStep> history,
    String waitingFor,
    List<ConditionView> conditions,
    ByteSize copied,
    ByteSize copyExpected,
    boolean hasReport,
    @Nullable ProgressView progress) {

  public RunView {
    history = List.copyOf(history);
    conditions = List.copyOf(conditions);
  }

  /** How far the copy is; never over 99 before it is done, because the end is an estimate. */
  public int percentCopied() {
    return Math.min(99, copied.percentOf(copyExpected));
  }
}
