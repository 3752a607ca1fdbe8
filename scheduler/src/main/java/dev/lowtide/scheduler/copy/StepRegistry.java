package dev.lowtide.scheduler.copy;

/** What the registry remembers of old tables that follow the new ones. Safe for any thread. */
public interface StepRegistry {

  /**
   * An old table begins to follow, from where its copy's row says.
   *
   * @param fingerprint of the table that it follows
   */
  void follows(long id, String fingerprint);

  /** It does not follow any more, for this reason, and never will. */
  void outOfStep(long id, String why);

  /**
   * The old table has taken its place back. The one that came off, which is where it grew, is kept
   * from now on in its stead, and by its name.
   */
  void cameOff(CopyRecord copy, String why);
}
