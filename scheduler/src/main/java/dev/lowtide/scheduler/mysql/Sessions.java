package dev.lowtide.scheduler.mysql;

import java.sql.Connection;
import java.sql.SQLException;

/** Ends of sessions of our own. */
final class Sessions {

  private Sessions() {}

  /** Drops a session without waiting for whatever it may still be doing. */
  static void abandon(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      // It is being dropped; that it does not go gracefully changes nothing.
    }
  }
}
