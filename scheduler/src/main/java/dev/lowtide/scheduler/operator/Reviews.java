package dev.lowtide.scheduler.operator;

import dev.lowtide.scheduler.shrink.PlanHash;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import java.util.Optional;

/**
 * How a request becomes an approved run, or does not. {@code by} is who decides. Safe for any
 * thread.
 */
public interface Reviews {

  Review review(RunId run);

  Inbox inbox(String by);

  /**
   * Says yes.
   *
   * @param seen the plan that is meant; a yes to any other is refused
   */
  ShrinkRun approve(RunId run, PlanHash seen, String by);

  /** Wants it otherwise. */
  ShrinkRun requestChanges(RunId run, String by, String why);

  /**
   * Asks again, with a plan as it would be made now.
   *
   * @param window another maintenance window than before, empty for any; nothing for the same
   */
  ShrinkRun revise(RunId run, Optional<String> window, String by);

  /** Takes an approval back before anything was begun. */
  ShrinkRun revoke(RunId run, String by, String why);

  Comment comment(RunId run, String by, String text);
}
