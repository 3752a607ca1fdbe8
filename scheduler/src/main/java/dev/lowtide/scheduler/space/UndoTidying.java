package dev.lowtide.scheduler.space;

import dev.lowtide.scheduler.execute.Pace;
import dev.lowtide.scheduler.execute.Tidying;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.space.UndoSpace.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sets those active that a plan may have set inactive, and drops our own. What a plan found
 * inactive it did not touch, and neither does this.
 */
public final class UndoTidying implements Tidying {

  /** An empty one goes at once. One that is still needed does no harm, and is dropped next time. */
  private static final Duration EMPTY_AWAITED_MAX = Duration.ofSeconds(30);

  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  private final UndoServer server;
  private final Pace pace;

  public UndoTidying(UndoServer server, Pace pace) {
    this.server = server;
    this.pace = pace;
  }

  /** Keeps nobody waiting: the helper goes if it is empty already, else with the next attempt. */
  @Override
  public String tidy(ShrinkPlan plan) throws InterruptedException {
    return tidy(plan, Duration.ZERO);
  }

  /** The same by an attempt, which has the time to see the helper go. */
  String tidyPatiently(ShrinkPlan plan) throws InterruptedException {
    return tidy(plan, EMPTY_AWAITED_MAX);
  }

  private String tidy(ShrinkPlan plan, Duration patience) throws InterruptedException {
    List<String> done = new ArrayList<>();
    for (UndoSpace space : server.spaces()) {
      if (!space.isHelper() && !space.isActive() && isOf(plan, space)) {
        server.setActive(space.name());
        done.add(space.name() + " was " + space.state() + " and is active again");
      }
    }
    if (helper().isPresent()) {
      done.add(dropIfItMay(patience));
    }
    return done.isEmpty() ? "all undo tablespaces are as they were" : String.join("; ", done);
  }

  /** A plan names those that it sets inactive. */
  private static boolean isOf(ShrinkPlan plan, UndoSpace space) {
    return plan.statements().contains(UndoPlanner.setActive(space.name()));
  }

  /**
   * It does no harm where it is, and the server may refuse to have it inactive while another one
   * is: of its own accord, too.
   */
  private String dropIfItMay(Duration patience) throws InterruptedException {
    try {
      return drop(patience);
    } catch (RuntimeException e) {
      return UndoSpace.HELPER + " stays until the next attempt: " + e.getMessage();
    }
  }

  private String drop(Duration patience) throws InterruptedException {
    server.setInactive(UndoSpace.HELPER);
    long began = pace.nanos();
    while (helper().map(UndoSpace::state).filter(State.EMPTY::equals).isEmpty()) {
      if (pace.nanos() - began >= patience.toNanos()) {
        return UndoSpace.HELPER
            + " is inactive and cannot be dropped yet: "
            + server.backlog().text();
      }
      pace.pause(LOOK_EVERY);
    }
    server.drop();
    return UndoSpace.HELPER + " was dropped";
  }

  private Optional<UndoSpace> helper() {
    return server.spaces().stream().filter(UndoSpace::isHelper).findFirst();
  }
}
