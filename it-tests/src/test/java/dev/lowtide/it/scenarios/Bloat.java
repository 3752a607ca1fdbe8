package dev.lowtide.it.scenarios;

import java.sql.Connection;
import java.sql.SQLException;

/** Makes tables most of whose file is dead. */
final class Bloat {

  private static final int DOUBLINGS = 14;
  private static final int DOUBLINGS_OF_A_LARGE_ONE = 17;

  private Bloat() {}

  /** A table of {@code id, v} with some 32,000 rows, of which 70 % are deleted. */
  static void table(Connection connection, String name) throws SQLException {
    table(connection, name, DOUBLINGS);
  }

  /** One that takes longer to copy than a client should wait. */
  static void largeTable(Connection connection, String name) throws SQLException {
    table(connection, name, DOUBLINGS_OF_A_LARGE_ONE);
  }

  private static void table(Connection connection, String name, int doublings) throws SQLException {
    Lab.execute(
        connection,
        "DROP TABLE IF EXISTS " + name,
        "CREATE TABLE "
            + name
            + " (id INT PRIMARY KEY AUTO_INCREMENT, v VARCHAR(300) NOT NULL, KEY by_v (v(20)))");
    fill(connection, name, "(v)", "RPAD(RAND(), 250, RAND())", doublings);
    Lab.execute(connection, "DELETE FROM " + name + " WHERE id % 10 < 7");
  }

  /** Doubles a table's rows again and again. */
  static void fill(Connection connection, String name, String columns, String values)
      throws SQLException {
    fill(connection, name, columns, values, DOUBLINGS);
  }

  private static void fill(
      Connection connection, String name, String columns, String values, int doublings)
      throws SQLException {
    Lab.execute(connection, "INSERT INTO " + name + " " + columns + " SELECT " + values);
    for (int i = 0; i < doublings; i++) {
      Lab.execute(
          connection,
          "INSERT INTO " + name + " " + columns + " SELECT " + values + " FROM " + name);
    }
  }

  /** The size of a table's files, as the server says it. */
  static long fileSize(Connection connection, String name) throws SQLException {
    return Long.parseLong(
        String.valueOf(
            Lab.ask(
                connection,
                "SELECT SUM(FILE_SIZE) FROM information_schema.INNODB_TABLESPACES WHERE NAME ="
                    + " 'lab/"
                    + name
                    + "' OR NAME LIKE 'lab/"
                    + name
                    + "#p#%'")));
  }
}
