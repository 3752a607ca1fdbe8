package dev.lowtide.scheduler.ledger;

/** Where the target's dictionary is read. */
@FunctionalInterface
public interface DictionarySource {

  /**
   * All of it, as it is now. Equal if nothing has changed.
   *
   * @throws LedgerBlindException if it cannot be read, or not to the end; nobody must take that for
   *     a dictionary in which nothing depends on anything
   */
  TargetDictionary read();
}
