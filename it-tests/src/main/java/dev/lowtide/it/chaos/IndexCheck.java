package dev.lowtide.it.chaos;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Whether every index has every row: the server's own check, and a count by each. */
final class IndexCheck {

  private final Connection server;
  private final RandomTable table;

  IndexCheck(Connection server, RandomTable table) {
    this.server = server;
    this.table = table;
  }

  List<String> findWrong() throws SQLException {
    List<String> wrong = new ArrayList<>();
    String name = RandomTable.SCHEMA + "." + table.name();
    for (String verdict : column("CHECK TABLE " + name + " EXTENDED", "Msg_text")) {
      if (!verdict.equals("OK")) {
        wrong.add("CHECK TABLE: " + verdict);
      }
    }
    try (Statement sql = server.createStatement()) {
      sql.execute("SET SESSION optimizer_switch = 'use_invisible_indexes=on'");
    }
    String all = column("SELECT COUNT(*) AS n FROM " + name, "n").get(0);
    for (String index : indexes()) {
      String counted =
          column("SELECT COUNT(*) AS n FROM " + name + " FORCE INDEX (`" + index + "`)", "n")
              .get(0);
      if (!counted.equals(all)) {
        wrong.add("index " + index + " has " + counted + " rows, expected " + all);
      }
    }
    return wrong;
  }

  private List<String> indexes() throws SQLException {
    return column(
        "SELECT DISTINCT INDEX_NAME AS n FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = '"
            + RandomTable.SCHEMA
            + "' AND TABLE_NAME = '"
            + table.name()
            + "'",
        "n");
  }

  private List<String> column(String query, String name) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement sql = server.createStatement();
        ResultSet row = sql.executeQuery(query)) {
      while (row.next()) {
        values.add(row.getString(name));
      }
    }
    return values;
  }
}
