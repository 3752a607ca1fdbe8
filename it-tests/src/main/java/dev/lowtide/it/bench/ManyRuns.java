package dev.lowtide.it.bench;

import dev.lowtide.it.harness.RunningLowtide;
import dev.lowtide.proxy.activity.TableName;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A store with as many runs as years bring. */
final class ManyRuns {

  private ManyRuns() {}

  /** One that was asked for, and copies of it in the store, which this process has open. */
  static void make(RunningLowtide lowtide, int runs) throws SQLException {
    lowtide.app().operator().request(new TableName("crowd", "t"), "ann");
    try (Connection store =
            DriverManager.getConnection("jdbc:h2:file:" + lowtide.folder().resolve("store"));
        Statement statement = store.createStatement()) {
      List<String> columns = new ArrayList<>();
      try (var found = store.getMetaData().getColumns(null, null, "RUN", null)) {
        while (found.next()) {
          columns.add(found.getString("COLUMN_NAME"));
        }
      }
      columns.remove("ID");
      String all = String.join(", ", columns);
      statement.execute(
          "INSERT INTO run ("
              + all
              + ") SELECT "
              + all.replaceFirst("\\bSTATE\\b", "'REJECTED'")
              + " FROM run, SYSTEM_RANGE(1, "
              + runs
              + ") WHERE run.id = 1");
    }
  }
}
