package dev.lowtide.console;

import dev.lowtide.scheduler.operator.Inbox;
import dev.lowtide.scheduler.operator.OperatorException;
import dev.lowtide.scheduler.operator.Reviews;
import dev.lowtide.scheduler.shrink.RunState;

/**
 * How much waits for one person.
 *
 * @param toDecide requests of others that they may decide on, and have not
 * @param toRevise requests of their own that others want otherwise, or that grew stale
 */
public record ForMe(long toDecide, long toRevise) {

  private static final ForMe NOTHING = new ForMe(0, 0);

  /** A store that is away keeps nobody from seeing what goes on. */
  static ForMe of(Caller caller, Page page, Reviews reviews) {
    if (!page.mayApprove() && !page.mayRequest()) {
      return NOTHING;
    }
    try {
      Inbox inbox = reviews.inbox(caller.name());
      return new ForMe(
          page.mayApprove() ? inbox.toDecide().size() : 0,
          page.mayRequest() ? inbox.own().stream().filter(ForMe::isSentBack).count() : 0);
    } catch (OperatorException e) {
      return NOTHING;
    }
  }

  private static boolean isSentBack(Inbox.Item item) {
    RunState state = item.run().state();
    return state == RunState.CHANGES_REQUESTED || state == RunState.STALE;
  }

  public boolean isAnything() {
    return toDecide + toRevise > 0;
  }

  /** In words, after which comes where that is. */
  public String text() {
    String decide =
        toDecide == 0
            ? ""
            : counted(toDecide, "request waits", "requests wait") + " for your decision";
    String revise =
        toRevise == 0
            ? ""
            : counted(toRevise, "request", "requests") + " of yours came back to you";
    return decide + (decide.isEmpty() || revise.isEmpty() ? "" : ", and ") + revise;
  }

  private static String counted(long count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }
}
