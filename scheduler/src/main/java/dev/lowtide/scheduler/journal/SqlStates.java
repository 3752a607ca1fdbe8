package dev.lowtide.scheduler.journal;

import java.sql.SQLException;
import java.util.regex.Pattern;

/** What a failure of the store was, by the states of the SQL standard that all kinds share. */
final class SqlStates {

  /** Class 23, integrity constraint violation. */
  private static final String INTEGRITY = "23";

  /**
   * Class 08 is connection exception; of 57 only operator intervention, PostgreSQL's when it is
   * stopped; 53300 is its, and 08004 MySQL's, for no connection left; 90 has H2's for a file that
   * was closed or a connection that broke.
   */
  private static final Pattern GONE =
      Pattern.compile("08.{3}|57P0[123]|53300|90067|90098|90121|90137");

  private static final String IN_USE = "90020";

  private SqlStates() {}

  /** Whether the store cannot be reached, so that the same may work at another time. */
  static boolean isGone(Throwable failure) {
    return GONE.matcher(state(failure)).matches();
  }

  /** Whether a row was refused because there is one like it, or by another constraint. */
  static boolean isDuplicate(Throwable failure) {
    return state(failure).startsWith(INTEGRITY);
  }

  /** Whether it is an H2 file that another process has open. */
  static boolean isInUse(Throwable failure) {
    return state(failure).equals(IN_USE);
  }

  private static String state(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState();
      }
    }
    return "";
  }
}
