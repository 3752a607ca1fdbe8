package dev.lowtide.it.scenarios;

import dev.lowtide.it.harness.MariaDbServer;
import java.sql.Connection;

/** One MariaDB server for all tests of a run, with the schema and the account of {@link Lab}. */
public final class MariaDbLab {

  /** An account whose password is proved by an elliptic curve, which only MariaDB knows. */
  public static final String ED25519_USER = "lab_ed25519";

  private static MariaDbServer server;

  private MariaDbLab() {}

  public static synchronized MariaDbServer server() throws Exception {
    if (server == null) {
      server = MariaDbServer.start();
      try (Connection connection = server.connect()) {
        Lab.execute(
            connection,
            "CREATE DATABASE lab",
            "CREATE USER " + Lab.USER + " IDENTIFIED BY '" + Lab.PASSWORD + "'",
            "GRANT ALL ON *.* TO " + Lab.USER,
            "INSTALL SONAME 'auth_ed25519'",
            "CREATE USER "
                + ED25519_USER
                + " IDENTIFIED VIA ed25519 USING PASSWORD('"
                + Lab.PASSWORD
                + "')");
      }
    }
    return server;
  }
}
