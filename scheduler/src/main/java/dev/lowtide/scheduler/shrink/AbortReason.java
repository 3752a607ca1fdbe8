package dev.lowtide.scheduler.shrink;

/** Why an attempt was stopped before it changed anything. */
public enum AbortReason {
  /** A client's statement had waited for the budget. */
  CLIENT_WAITED,
  /**
   * Sessions kept the table, or views of its past, and did not let go within the budget; or
   * somebody else makes statements on it wait.
   */
  TABLE_IN_USE,
  /** The load rose. */
  NOT_QUIET,
  /** What happens could not be seen any more. */
  BLIND,
  /** The server refused or ended the statement. */
  SERVER_REFUSED,
  /** What changed in a table could not be followed any more. */
  CHANGES_LOST,
  /** A person, or the end of the process, asked for it. */
  ASKED
}
