package dev.lowtide.scheduler.operator;

import dev.lowtide.scheduler.shrink.ShrinkRun;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What waits for somebody.
 *
 * @param toDecide what others asked for and they have not decided on
 * @param own what they asked for, as far as it is not over or can be asked for again
 */
public record Inbox(List<Item> toDecide, List<Item> own) {

  public Inbox {
    toDecide = List.copyOf(toDecide);
    own = List.copyOf(own);
  }

  /**
   * A request.
   *
   * @param expiresIn if nobody does anything; null if it does not expire
   */
  public record Item(ShrinkRun run, int votes, int votesNeeded, @Nullable Duration expiresIn) {}
}
