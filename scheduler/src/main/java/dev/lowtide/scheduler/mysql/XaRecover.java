package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.ledger.PreparedXa;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Asks for XA transactions that are prepared and not ended. */
final class XaRecover {

  /** XAER_RMERR, which is what those are told who have no XA_RECOVER_ADMIN. */
  private static final int NOT_ALLOWED = 1401;

  /** InnoDB knows one without a session; of those that still have theirs it says nothing here. */
  private static final String DETACHED =
      "SELECT COUNT(*) FROM information_schema.INNODB_TRX WHERE trx_mysql_thread_id = 0";

  private XaRecover() {}

  static PreparedXa ask(Connection connection) throws SQLException {
    List<String> xids = new ArrayList<>();
    try (Statement statement = Target.statement(connection);
        ResultSet row = statement.executeQuery("XA RECOVER CONVERT XID")) {
      while (row.next()) {
        xids.add(xid(row.getLong(1), row.getInt(2), row.getString(4)));
      }
      return new PreparedXa(xids, true, xids.size());
    } catch (SQLException e) {
      if (e.getErrorCode() != NOT_ALLOWED) {
        throw e;
      }
      return new PreparedXa(List.of(), false, Integer.parseInt(Target.text(connection, DETACHED)));
    }
  }

  /**
   * As XA COMMIT takes it.
   *
   * @param bytes both parts, in hex behind 0x
   */
  private static String xid(long format, int gtridBytes, String bytes) {
    int middle = 2 + 2 * gtridBytes;
    return "X'" + bytes.substring(2, middle) + "',X'" + bytes.substring(middle) + "'," + format;
  }
}
