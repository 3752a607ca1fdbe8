package dev.lowtide.scheduler.space;

import dev.lowtide.scheduler.approval.ApprovedPlan;
import dev.lowtide.scheduler.execute.AttemptResult;
import dev.lowtide.scheduler.execute.AttemptResult.Rebuilt;
import dev.lowtide.scheduler.execute.AttemptResult.Unknown;
import dev.lowtide.scheduler.execute.AttemptResult.Yielded;
import dev.lowtide.scheduler.execute.AttemptStoppedException;
import dev.lowtide.scheduler.execute.Pace;
import dev.lowtide.scheduler.execute.RunLog;
import dev.lowtide.scheduler.execute.Surroundings;
import dev.lowtide.scheduler.execute.Way;
import dev.lowtide.scheduler.shrink.AbortReason;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.Verification;
import dev.lowtide.scheduler.shrink.Verification.Verdict;
import dev.lowtide.scheduler.shrink.WaitsCaused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Sets undo tablespaces inactive, one after the other, and active again once the server has
 * truncated them. However it ends, all are active again that were when it began.
 */
public final class UndoWay implements Way {

  /**
   * For one tablespace. Purge takes seconds where nobody keeps it; whoever keeps a read view for
   * ten minutes keeps it for longer.
   */
  private static final Duration EMPTY_AWAITED_MAX = Duration.ofMinutes(10);

  /** A restart with recovery. After that whoever looks at runs that nobody works on goes on. */
  private static final Duration SERVER_AWAITED_MAX = Duration.ofMinutes(10);

  private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(1);

  private final UndoServer server;
  private final UndoTidying tidying;
  private final Pace pace;
  private final Duration emptyAwaitedMax;

  public UndoWay(UndoServer server, UndoTidying tidying, Pace pace) {
    this(server, tidying, pace, EMPTY_AWAITED_MAX);
  }

  UndoWay(UndoServer server, UndoTidying tidying, Pace pace, Duration emptyAwaitedMax) {
    this.server = server;
    this.tidying = tidying;
    this.pace = pace;
    this.emptyAwaitedMax = emptyAwaitedMax;
  }

  @Override
  public AttemptResult attempt(ApprovedPlan approved, Surroundings surroundings, RunLog runLog)
      throws InterruptedException {
    Calm calm = new Calm(surroundings, pace);
    List<String> truncated = new ArrayList<>();
    List<UndoSpace> before;
    try {
      before = truncateAll(approved, calm, truncated, runLog);
    } catch (AttemptStoppedException stop) {
      return yielded(approved, stop, truncated, runLog);
    } catch (NotWhole notWhole) {
      return leftAsItIs(notWhole.text());
    } catch (RuntimeException e) {
      AttemptStoppedException stop =
          new AttemptStoppedException(AbortReason.SERVER_REFUSED, String.valueOf(e.getMessage()));
      return yielded(approved, stop, truncated, runLog);
    }
    runLog.onState(RunState.VERIFYING, "looking what came of it");
    return new Rebuilt(verification(before, truncated), WaitsCaused.NONE);
  }

  /** Those that were meant, as they were. */
  private List<UndoSpace> truncateAll(
      ApprovedPlan approved, Calm calm, List<String> truncated, RunLog runLog)
      throws AttemptStoppedException, NotWhole, InterruptedException {
    runLog.onState(RunState.RUNNING, tidied(approved));
    List<UndoSpace> before = meant(approved);
    if (active() <= UndoPlanner.ACTIVE_MIN) {
      server.create();
    }
    for (UndoSpace space : before) {
      truncated.add(truncate(space, calm, runLog));
    }
    runLog.onState(RunState.CUTTING_OVER, "making sure that all are active");
    runLog.onNote(tidied(approved));
    return before;
  }

  private List<UndoSpace> meant(ApprovedPlan approved) {
    return server.spaces().stream()
        .filter(space -> space.isActive() && !space.isHelper())
        .filter(
            space ->
                approved.plan().subject().isAll()
                    || space.name().equals(approved.plan().subject().name()))
        .toList();
  }

  private long active() {
    return server.spaces().stream().filter(UndoSpace::isActive).count();
  }

  private String truncate(UndoSpace space, Calm calm, RunLog runLog)
      throws AttemptStoppedException, InterruptedException {
    calm.awaitQuiet();
    server.setInactive(space.name());
    runLog.onNote(space.name() + " is inactive; " + server.backlog().text());
    if (!calm.await(() -> isEmpty(space.name()), emptyAwaitedMax)) {
      throw new AttemptStoppedException(
          AbortReason.TABLE_IN_USE,
          space.name()
              + " has not become empty within "
              + emptyAwaitedMax.toSeconds()
              + " s: "
              + server.backlog().text());
    }
    server.setActive(space.name());
    String text = space.name() + " " + space.fileSize() + " → " + find(space.name()).fileSize();
    runLog.onNote(text);
    return text;
  }

  private boolean isEmpty(String name) {
    return find(name).state() == UndoSpace.State.EMPTY;
  }

  private UndoSpace find(String name) {
    return server.spaces().stream()
        .filter(space -> space.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("undo tablespace " + name + " is gone"));
  }

  private AttemptResult yielded(
      ApprovedPlan approved, AttemptStoppedException stop, List<String> truncated, RunLog runLog)
      throws InterruptedException {
    runLog.onState(RunState.YIELDING, stop.text());
    String text;
    try {
      text = stop.text() + "; " + tidied(approved);
    } catch (NotWhole notWhole) {
      return leftAsItIs(stop.text() + "; " + notWhole.text());
    }
    return new Yielded(
        stop.reason(),
        truncated.isEmpty() ? text : text + "; done: " + String.join(", ", truncated),
        WaitsCaused.NONE);
  }

  /** Nothing is over before all are active: what was begun on the server is not known of yet. */
  private static AttemptResult leftAsItIs(String text) {
    return new Unknown(text, WaitsCaused.NONE);
  }

  /** A server that has gone away is waited for: nobody else knows what was begun on it. */
  private String tidied(ApprovedPlan approved) throws NotWhole, InterruptedException {
    long began = pace.nanos();
    while (true) {
      try {
        return tidying.tidyPatiently(approved.plan());
      } catch (RuntimeException e) {
        if (pace.nanos() - began >= SERVER_AWAITED_MAX.toNanos()) {
          throw new NotWhole(
              "the server has not let itself be made whole for "
                  + SERVER_AWAITED_MAX.toMinutes()
                  + " min: "
                  + e.getMessage());
        }
        pace.pause(ASK_AGAIN_AFTER);
      }
    }
  }

  /** A new id is the server's own word for having made the tablespace anew. */
  private Verification verification(List<UndoSpace> before, List<String> truncated) {
    for (UndoSpace was : before) {
      UndoSpace is = find(was.name());
      if (!is.isActive()) {
        return Verification.unproven(was.name() + " is " + is.state() + " (expected: ACTIVE)");
      }
      if (is.id() == was.id()) {
        return Verification.unproven(was.name() + " was not truncated, as its id says");
      }
    }
    return new Verification(
        Verdict.SAME, 0, String.join(", ", truncated) + "; all of them are active");
  }

  /** Some may be inactive yet that a plan has set so. */
  private static final class NotWhole extends Exception {
    private static final long serialVersionUID = 1L;

    NotWhole(String text) {
      super(text, null, false, false);
    }

    String text() {
      return String.valueOf(getMessage());
    }
  }
}
