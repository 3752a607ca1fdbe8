package dev.lowtide.it.chaos;

import java.sql.Connection;
import java.sql.Statement;

/** The server's own copy, for which all writers wait: slow and right. */
record AlterShrinker(Access server) implements Shrinker {

  @Override
  public String shrink(String schema, String table) throws Exception {
    try (Connection connection = server.connect();
        Statement sql = connection.createStatement()) {
      sql.execute("ALTER TABLE " + schema + "." + table + " FORCE, ALGORITHM=COPY, LOCK=SHARED");
    }
    return "SUCCEEDED";
  }
}
