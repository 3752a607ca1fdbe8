package dev.lowtide.scheduler.operator;

import java.util.Optional;

/**
 * Stopping everything at once, until a person says that it may go on. Safe for any thread.
 *
 * <p>Stopping does no harm: a run at work gives back what it holds and waits, a copy goes on where
 * it was. So whoever may decide may also hold everything, and nobody is asked for a second yes.
 */
public interface Holding {

  /** Who holds everything; nobody, if nobody does. */
  Optional<HeldView> held();

  /** Stops what is at work and lets nothing begin. If that is so already, it stays as it is. */
  HeldView hold(String by, String why);

  /** Lets runs begin again. If nobody holds anything, nothing happens. */
  void unhold(String by);
}
