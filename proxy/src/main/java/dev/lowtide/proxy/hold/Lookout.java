package dev.lowtide.proxy.hold;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Who sees the sessions and has the threads that a hold has not: the relay's event loops. Safe for
 * any thread.
 */
public interface Lookout {

  /** Where nothing is relayed: there are no sessions to be looked at. */
  Lookout NONE =
      new Lookout() {
        @Override
        public CompletionStage<Integer> look(Hold hold) {
          return CompletableFuture.completedFuture(0);
        }

        @Override
        public boolean later(Duration delay, Runnable action) {
          return false;
        }
      };

  /**
   * Has every loop show each of its sessions to the hold. A session's next statement either finds
   * the hold in force, or was sent on before its loop looks, which then sees it in flight.
   *
   * @return how many sessions had a command in flight, when all loops have looked
   */
  CompletionStage<Integer> look(Hold hold);

  /** Runs the action on one of the loops. False if there is none, so that it will never be run. */
  boolean later(Duration delay, Runnable action);
}
