package dev.lowtide.console;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.operator.BlockerView;
import dev.lowtide.scheduler.operator.NowView;
import dev.lowtide.scheduler.operator.Operator;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import java.util.List;

/** A run on a table, and the sessions that it waits for. */
public record WaitingRun(RunId run, TableName table, List<BlockerView> blockers) {

  public WaitingRun {
    blockers = List.copyOf(blockers);
  }

  /** Those that wait for somebody. */
  static List<WaitingRun> among(NowView now, Operator operator) {
    return now.atWork().stream()
        .filter(run -> run.plan().subject().tableName() != null)
        .map(run -> of(run, operator))
        .filter(run -> !run.blockers().isEmpty())
        .toList();
  }

  private static WaitingRun of(ShrinkRun run, Operator operator) {
    return new WaitingRun(run.id(), run.plan().table(), operator.blockers(run.id()));
  }
}
