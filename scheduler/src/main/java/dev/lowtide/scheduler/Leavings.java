package dev.lowtide.scheduler;

import dev.lowtide.scheduler.mysql.Leftover;
import java.util.List;

/** What copies that are over have left at the target. Any call may find it out of reach. */
interface Leavings {

  /** Finds out what became of cut-overs that nobody has settled, and whose runs are over. */
  void settle() throws InterruptedException;

  /** What belongs to no run that is open. */
  List<Leftover> look();

  void remove(Leftover leftover);

  /** Does it while no Lowtide has a run at work at the target; false if one has. */
  boolean alone(Work work) throws InterruptedException;

  /** What is done alone. */
  @FunctionalInterface
  interface Work {
    void run() throws InterruptedException;
  }
}
