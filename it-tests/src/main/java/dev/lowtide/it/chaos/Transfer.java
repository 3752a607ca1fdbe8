package dev.lowtide.it.chaos;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Money that goes from one account to another, in one of the ways applications do it. */
record Transfer(String id, int sender, int receiver, long amount, Way way) {

  /** How it is said to the server. */
  enum Way {
    /** Locks both rows, then changes them; each step a text. */
    TEXT,
    /** The same as prepared statements of the server's. */
    PREPARED,
    /** BEGIN and COMMIT as texts, in autocommit mode. */
    BEGIN_COMMIT,
    /** All in one procedure. */
    PROCEDURE
  }

  private static final Way[] WAYS = Way.values();

  static Transfer random(RandomGenerator random) {
    int sender = 1 + random.nextInt(Bank.ACCOUNTS);
    int receiver = 1 + (sender + random.nextInt(Bank.ACCOUNTS - 1)) % Bank.ACCOUNTS;
    Way way = WAYS[random.nextInt(WAYS.length)];
    String id = new UUID(random.nextLong(), random.nextLong()).toString();
    return new Transfer(id, sender, receiver, 1 + random.nextInt(100), way);
  }

  /** Returns when the server has said that it is done. */
  void run(Connection connection) throws SQLException {
    boolean isBegunByText = way == Way.BEGIN_COMMIT;
    connection.setAutoCommit(isBegunByText);
    if (isBegunByText) {
      Bank.execute(connection, "BEGIN");
    }
    lockRows(connection);
    switch (way) {
      case TEXT, BEGIN_COMMIT -> moveByText(connection);
      case PREPARED -> moveByPrepared(connection);
      case PROCEDURE -> moveByProcedure(connection);
    }
    if (isBegunByText) {
      Bank.execute(connection, "COMMIT");
    } else {
      connection.commit();
    }
  }

  /** Always the smaller first: then the server never has to choose a victim. */
  private void lockRows(Connection connection) throws SQLException {
    int first = Math.min(sender, receiver);
    int second = Math.max(sender, receiver);
    Bank.execute(
        connection,
        "SELECT balance FROM accounts WHERE id = " + first + " FOR UPDATE",
        "SELECT balance FROM accounts WHERE id = " + second + " FOR UPDATE");
  }

  private void moveByText(Connection connection) throws SQLException {
    Bank.execute(
        connection,
        "UPDATE accounts SET balance = balance - " + amount + " WHERE id = " + sender,
        "UPDATE accounts SET balance = balance + " + amount + " WHERE id = " + receiver,
        "INSERT INTO journal VALUES ('%s', %d, %d, %d)".formatted(id, sender, receiver, amount));
  }

  private void moveByPrepared(Connection connection) throws SQLException {
    try (PreparedStatement move =
            connection.prepareStatement("UPDATE accounts SET balance = balance + ? WHERE id = ?");
        PreparedStatement note =
            connection.prepareStatement("INSERT INTO journal VALUES (?, ?, ?, ?)")) {
      move.setLong(1, -amount);
      move.setInt(2, sender);
      move.executeUpdate();
      move.setLong(1, amount);
      move.setInt(2, receiver);
      move.executeUpdate();
      note.setString(1, id);
      note.setInt(2, sender);
      note.setInt(3, receiver);
      note.setLong(4, amount);
      note.executeUpdate();
    }
  }

  private void moveByProcedure(Connection connection) throws SQLException {
    try (CallableStatement call = connection.prepareCall("CALL transfer(?, ?, ?, ?)")) {
      call.setString(1, id);
      call.setInt(2, sender);
      call.setInt(3, receiver);
      call.setLong(4, amount);
      call.execute();
    }
  }
}
