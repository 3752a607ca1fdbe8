package dev.lowtide.it.chaos;

import java.sql.SQLException;
import java.util.Set;

/** What an error of the server's means to a writer. */
final class Errors {

  static final int DUPLICATE = 1062;
  static final int LOCK_WAIT = 1205;
  static final int XA_UNKNOWN = 1397;

  /** Deadlock, lock wait, and the same inside of XA: the writers' own doing. */
  private static final Set<Integer> CONFLICTS = Set.of(1213, LOCK_WAIT, 1614, 1613, 1402);

  /** Server shutdown, gone away, lost, aborted, too many, cannot connect, session ended. */
  private static final Set<Integer> BREAKS = Set.of(1053, 2006, 2013, 1152, 1040, 2003, 3169, 1927);

  private Errors() {}

  static boolean isConflict(SQLException e) {
    return CONFLICTS.contains(e.getErrorCode());
  }

  /** The connection is gone, and with it the knowledge of what became of the last statement. */
  static boolean isBreak(SQLException e) {
    String state = e.getSQLState();
    return BREAKS.contains(e.getErrorCode()) || (state != null && state.startsWith("08"));
  }

  static String words(SQLException e) {
    return "error " + e.getErrorCode() + " " + e.getMessage();
  }
}
