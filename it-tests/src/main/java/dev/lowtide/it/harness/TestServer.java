package dev.lowtide.it.harness;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A MySQL server that tests may do anything to. */
public interface TestServer extends AutoCloseable {

  String host();

  int port();

  /** An account that may do everything. */
  String user();

  String password();

  @Override
  void close();

  /** A session of that account, straight to the server. */
  default Connection connect() throws SQLException {
    return connect(host(), port(), user(), password(), "");
  }

  /** Where an address says HOST:PORT. */
  default String address() {
    return host() + ":" + port();
  }

  static Connection connect(String host, int port, String user, String password, String options)
      throws SQLException {
    return DriverManager.getConnection(
        "jdbc:mysql://" + host + ":" + port + "/?allowPublicKeyRetrieval=true&" + options,
        user,
        password);
  }
}
