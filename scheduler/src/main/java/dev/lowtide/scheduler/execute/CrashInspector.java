package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.execute.CrashTraces.Traces;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.time.Duration;

/**
 * Looks at what a run left behind whose end nobody saw. It ends our own statement if it is still at
 * work, because nobody spares the clients any more; and it repeats nothing.
 */
public final class CrashInspector {

  private static final Duration END_AWAITED_MAX = Duration.ofSeconds(30);
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private final CrashTraces server;
  private final Pace pace;

  public CrashInspector(CrashTraces server, Pace pace) {
    this.server = server;
    this.pace = pace;
  }

  /** What there is to say, in words. */
  public String inspect(ShrinkPlan plan, long threadId) throws InterruptedException {
    Traces traces = server.look(plan, threadId);
    String ended = "";
    if (traces.isRunning()) {
      server.kill(threadId);
      traces = awaitEnd(plan, threadId);
      ended =
          traces.isRunning()
              ? "the statement is still at work in session "
                  + threadId
                  + " although it was killed; "
              : "the statement was still at work in session " + threadId + " and was killed; ";
    }
    return ended + describe(plan, traces);
  }

  private Traces awaitEnd(ShrinkPlan plan, long threadId) throws InterruptedException {
    long began = pace.nanos();
    Traces traces = server.look(plan, threadId);
    while (traces.isRunning() && pace.nanos() - began < END_AWAITED_MAX.toNanos()) {
      pace.pause(LOOK_EVERY);
      traces = server.look(plan, threadId);
    }
    return traces;
  }

  private static String describe(ShrinkPlan plan, Traces traces) {
    if (traces.spaceIds().isEmpty()) {
      return "there is no table " + plan.table() + " now";
    }
    String leftovers =
        traces.leftovers() == 0
            ? "nothing half-built is left"
            : traces.leftovers() + " bytes of a half-built table are left";
    return traces.spaceIds().equals(plan.facts().spaceIds())
        ? "the table is the old one, unchanged; " + leftovers
        : "the table has been rebuilt (tablespace "
            + plan.facts().spaceIds()
            + " became "
            + traces.spaceIds()
            + ") and was not compared; "
            + leftovers;
  }
}
