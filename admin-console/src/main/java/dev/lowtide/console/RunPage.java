package dev.lowtide.console;

import dev.lowtide.scheduler.operator.OldTableView;
import dev.lowtide.scheduler.operator.ProgressView;
import dev.lowtide.scheduler.operator.Review;
import dev.lowtide.scheduler.operator.RunView;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkReport;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run as its page shows it to one caller.
 *
 * @param oldTable that it keeps; null if there is none, or if that cannot be told
 * @param windows that another request of it may choose from
 * @param needsPassword whether approving takes the caller's password again
 */
public record RunPage(
    RunView view,
    @Nullable ShrinkReport report,
    @Nullable OldTableView oldTable,
    Review review,
    List<String> windows,
    boolean needsPassword,
    String callerName) {

  public ShrinkRun run() {
    return view.run();
  }

  public long id() {
    return run().id().value();
  }

  public boolean isOwnRequest() {
    return isUndecided() && run().requestedBy().equals(callerName);
  }

  private boolean isUndecided() {
    return run().state() == RunState.PROPOSED || run().state() == RunState.CHANGES_REQUESTED;
  }

  public boolean mayApprove() {
    return mayRequestChanges() && !review.hasVoteOf(callerName);
  }

  public boolean mayRequestChanges() {
    return run().state() == RunState.PROPOSED && !isOwnRequest();
  }

  public boolean mayRevise() {
    boolean isOpen = run().state() == RunState.CHANGES_REQUESTED || run().state() == RunState.STALE;
    return isOpen && run().requestedBy().equals(callerName);
  }

  public boolean mayRevoke() {
    return run().state() == RunState.APPROVED || run().state() == RunState.WAITING_FOR_QUIET;
  }

  public boolean mayReject() {
    return run().state() == RunState.PROPOSED;
  }

  public boolean mayAbort() {
    return !run().state().isFinal() && (!isUndecided() || isOwnRequest());
  }

  public boolean mayPause() {
    return isCopying() && !isPaused();
  }

  public boolean mayResume() {
    return isCopying() && isPaused();
  }

  private boolean isCopying() {
    return view.progress() != null
        && (run().state() == RunState.RUNNING || run().state() == RunState.PAUSED);
  }

  private boolean isPaused() {
    ProgressView progress = view.progress();
    return progress != null && progress.isPaused();
  }

  public boolean mayAcknowledge() {
    return run().state() == RunState.UNCERTAIN && !run().isAcknowledged();
  }

  public boolean isDecidable() {
    return mayReject() || mayAbort() || mayAcknowledge() || mayRevise();
  }
}
