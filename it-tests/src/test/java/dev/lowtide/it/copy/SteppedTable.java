package dev.lowtide.it.copy;

import dev.lowtide.it.scenarios.Lab;
import dev.lowtide.proxy.activity.TableName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.stream.Stream;

/** A table with dead space, and what was in it at first. */
record SteppedTable(Connection connection, List<String> rowsAtFirst) {

  static final TableName NAME = new TableName(CopyLab.SCHEMA, "t");

  static final String EAGER =
      "quiet: { quietFor: 0s, tableUnwrittenFor: 0s, statementsPerSecondMax: 100000,"
          + " threadsRunningMax: 100, commandsInFlightMax: 100, transactionAgeMax: 1h, readViewAgeMax: 1h }";

  /** Doubled so often. */
  private static final int ROWS = 1 << 12;

  static SteppedTable make(Connection connection) throws Exception {
    Lab.execute(
        connection,
        "CREATE TABLE t (id INT PRIMARY KEY AUTO_INCREMENT, v VARCHAR(300) NOT NULL, u INT,"
            + " UNIQUE KEY u (u), KEY v (v(20)), CONSTRAINT some CHECK (CHAR_LENGTH(v) > 0), CHECK (u > -5))",
        "INSERT INTO t (v) VALUES (RPAD(RAND(), 250, 'x'))");
    for (int rows = 1; rows < ROWS; rows *= 2) {
      Lab.execute(connection, "INSERT INTO t (v) SELECT RPAD(RAND(), 250, 'x') FROM t");
    }
    Lab.execute(connection, "DELETE FROM t WHERE id % 10 BETWEEN 1 AND 7");
    return new SteppedTable(connection, rows(connection, Integer.MAX_VALUE));
  }

  List<String> rowsBelow(int id) throws Exception {
    return rows(connection, id);
  }

  String definition() throws Exception {
    return Lab.rows(connection, "SHOW CREATE TABLE t").get(0).replaceAll("AUTO_INCREMENT=\\d+", "");
  }

  /** The file that has its rows, by its number: no two tables ever have the same. */
  String file() throws Exception {
    return Lab.ask(
        connection, "SELECT SPACE FROM information_schema.INNODB_TABLES WHERE NAME = 'copy_lab/t'");
  }

  /** Of old tables that were dropped: no schema can be dropped that has some. */
  long filesToGiveBack() throws Exception {
    Path directory = Path.of(Lab.ask(connection, "SELECT @@datadir"), "lowtide_old");
    if (!Files.isDirectory(directory)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".lowtide-drop")).count();
    }
  }

  private static List<String> rows(Connection connection, int below) throws Exception {
    return Lab.rows(connection, "SELECT * FROM t WHERE id < " + below + " ORDER BY id");
  }
}
