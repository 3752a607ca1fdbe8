package dev.lowtide.scheduler.operator;

import dev.lowtide.scheduler.shrink.ShrinkRun;
import java.util.List;

/**
 * What is going on now.
 *
 * @param verdict in one word: quiet, busy or blind
 * @param reasons why, each in words; none when it is quiet
 * @param conditions all conditions for quiet, met or not
 * @param threadsRunning on the server, ours left out; -1 if it cannot be asked
 * @param atWork runs that are not done with, the oldest first
 * @param leftBehind what copies that are over have left at the server, and is not removed yet
 */
public record NowView(
    String verdict,
    List<String> reasons,
    List<ConditionView> conditions,
    int sessions,
    int openTransactions,
    int commandsInFlight,
    double statementsPerSecond,
    int threadsRunning,
    List<ShrinkRun> atWork,
    List<String> leftBehind) {

  public NowView {
    reasons = List.copyOf(reasons);
    conditions = List.copyOf(conditions);
    atWork = List.copyOf(atWork);
    leftBehind = List.copyOf(leftBehind);
  }
}
