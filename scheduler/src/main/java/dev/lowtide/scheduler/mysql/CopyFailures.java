package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.copy.CopyFailedException;
import dev.lowtide.scheduler.copy.CopyFailedException.Remedy;
import java.sql.SQLException;
import java.util.Set;

/**
 * What helps against a server's errors (<a
 * href="https://dev.mysql.com/doc/mysql-errors/8.0/en/server-error-reference.html">Server Error
 * Message Reference</a>).
 */
final class CopyFailures {

  /** Too many connections, shutdown, lock wait, deadlock, interrupted, timeout, killed. */
  private static final Set<Integer> PASSING =
      Set.of(1040, 1053, 1205, 1213, 1317, 3024, 3169, 1927);

  /** No such schema, column, table, index; another definition than a moment ago. */
  private static final Set<Integer> CHANGED = Set.of(1049, 1054, 1146, 1176, 1412);

  /** A CHECK that the row violates; not NULL; a generated column's value that is out of range. */
  private static final Set<Integer> UNFIT = Set.of(3819, 1048, 1690, 1264, 1265, 1366, 1406);

  private CopyFailures() {}

  static CopyFailedException of(String doing, SQLException e) {
    return new CopyFailedException(remedy(e), doing + ": " + Target.firstLine(e), e);
  }

  private static Remedy remedy(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    int code = e.getErrorCode();
    if (PASSING.contains(code) || state.startsWith("08")) {
      return Remedy.AGAIN;
    }
    if (CHANGED.contains(code)) {
      return Remedy.ANEW;
    }
    boolean isOfData = state.startsWith("22") || state.startsWith("23");
    return UNFIT.contains(code) || isOfData ? Remedy.NONE : Remedy.LATER;
  }
}
