package dev.lowtide.it.chaos;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A bank's tables on a server. Every transfer writes a line of the journal in its transaction, so
 * that the balances can be worked out again from the journal alone.
 */
public final class Bank {

  public static final String SCHEMA = "bank";

  static final int ACCOUNTS = 1_000;
  static final long OPENING_BALANCE = 10_000;

  private static final String JOURNAL_BALANCES =
      """
      SELECT a.id, a.balance, %d
        + COALESCE((SELECT SUM(amount) FROM journal WHERE receiver = a.id), 0)
        - COALESCE((SELECT SUM(amount) FROM journal WHERE sender = a.id), 0)
      FROM accounts a ORDER BY a.id"""
          .formatted(OPENING_BALANCE);

  private Bank() {}

  /** Makes the tables anew, and an account that may use them. */
  static void open(Connection server, String user, String password) throws SQLException {
    execute(
        server,
        "DROP DATABASE IF EXISTS bank",
        "CREATE DATABASE bank",
        "USE bank",
        "CREATE TABLE accounts (id INT PRIMARY KEY, balance BIGINT NOT NULL)",
        "CREATE TABLE journal (id CHAR(36) PRIMARY KEY, sender INT NOT NULL, receiver INT NOT NULL,"
            + " amount BIGINT NOT NULL, KEY (sender), KEY (receiver))",
        "CREATE TABLE notes (id BIGINT PRIMARY KEY AUTO_INCREMENT, note VARCHAR(40))",
        "CREATE VIEW poor AS SELECT id FROM accounts WHERE balance < 5000",
        "CREATE PROCEDURE transfer(id CHAR(36), sender INT, receiver INT, amount BIGINT) BEGIN"
            + " UPDATE accounts SET balance = balance - amount WHERE accounts.id = sender;"
            + " UPDATE accounts SET balance = balance + amount WHERE accounts.id = receiver;"
            + " INSERT INTO journal VALUES (id, sender, receiver, amount); END",
        "SET SESSION cte_max_recursion_depth = " + ACCOUNTS,
        "INSERT INTO accounts WITH RECURSIVE c AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM c"
            + " WHERE n < "
            + ACCOUNTS
            + ") SELECT n, "
            + OPENING_BALANCE
            + " FROM c",
        "CREATE USER IF NOT EXISTS " + user + " IDENTIFIED BY '" + password + "'",
        "GRANT ALL ON bank.* TO " + user);
  }

  /** The transfers in the journal. */
  static Set<String> journal(Connection server) throws SQLException {
    Set<String> ids = new HashSet<>();
    try (Statement ask = server.createStatement();
        ResultSet row = ask.executeQuery("SELECT id FROM bank.journal")) {
      while (row.next()) {
        ids.add(row.getString(1));
      }
    }
    return ids;
  }

  /** Waits until the server has done with all sessions of the account. */
  static void awaitNobody(Connection server, String user)
      throws SQLException, InterruptedException {
    try (PreparedStatement ask =
        server.prepareStatement("SELECT 1 FROM information_schema.PROCESSLIST WHERE USER = ?")) {
      ask.setString(1, user);
      while (isAny(ask)) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
    }
  }

  private static boolean isAny(PreparedStatement ask) throws SQLException {
    try (ResultSet row = ask.executeQuery()) {
      return row.next();
    }
  }

  /** Accounts whose balance is not what the journal says, each in words. */
  static List<String> wrongBalances(Connection server) throws SQLException {
    List<String> wrong = new ArrayList<>();
    execute(server, "USE bank");
    try (Statement ask = server.createStatement();
        ResultSet row = ask.executeQuery(JOURNAL_BALANCES)) {
      while (row.next()) {
        if (row.getLong(2) != row.getLong(3)) {
          wrong.add(
              "account %d has %d, its journal says %d"
                  .formatted(row.getInt(1), row.getLong(2), row.getLong(3)));
        }
      }
    }
    return wrong;
  }

  static void execute(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
