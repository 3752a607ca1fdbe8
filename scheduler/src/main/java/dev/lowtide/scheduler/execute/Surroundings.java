package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.quiet.QuietVerdict;
import java.util.Set;

/** What an attempt must know of the rest while it lasts. Safe for any thread. */
public interface Surroundings {

  /** The latest verdict on the server as a whole. */
  QuietVerdict load();

  /**
   * Server threads whose sessions pass the proxy and, as it knows, have no read view: outside a
   * transaction, or in one that has not looked at anything yet.
   *
   * @throws InterruptedException if the wait for the answer is interrupted
   */
  Set<Long> threadsWithoutReadView() throws InterruptedException;

  /** Whether a person, or the end of the process, wants it stopped. */
  boolean isStopRequested();
}
