package dev.lowtide.scheduler.copy;

import java.util.Optional;

/**
 * Look at what surrounds a copy: it may have to end, or to stand still, though nothing is wrong
 * with itself. Confined to the copy's thread.
 */
public interface Watchers {

  /**
   * Looks at whatever it is time for; to be called as often as one likes, in a standstill too.
   *
   * @param needed changes from there on are still to be applied
   * @throws CopyStoppedException if the copy cannot go on
   */
  void check(BinlogPosition needed) throws CopyStoppedException;

  /**
   * Looks once more, whenever that was done last, whether the copy can be trusted: to be called
   * when nobody can write to the original any more.
   */
  void checkTrust() throws CopyStoppedException;

  /** Why the copy must not work on now, as it was seen last; empty if it may. */
  Optional<String> standstill();

  /** Where they come from. */
  @FunctionalInterface
  interface Source {

    /** Those of a copy that is begun, or taken up again. */
    Watchers of(CopyRecord copy);
  }
}
