package dev.lowtide.scheduler.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks one thing after the other; what our account may not read is written down and takes none of
 * the rest with it. Confined to one thread.
 */
final class FactReader {

  private final Connection connection;
  private final List<String> unseen = new ArrayList<>();

  FactReader(Connection connection) {
    this.connection = connection;
  }

  /** What could not be read and why. */
  List<String> unseen() {
    return unseen;
  }

  /**
   * The answer, or the other value if it is refused.
   *
   * @param what is asked for, as people call it
   * @throws SQLException if it is the connection that failed
   */
  <T> T ask(String what, T otherwise, Target.Question<T> question) throws SQLException {
    try {
      return question.ask(connection);
    } catch (SQLException e) {
      if (!connection.isValid(1)) {
        throw e;
      }
      unseen.add(what + ": " + Target.firstLine(e));
      return otherwise;
    }
  }

  /** The first column of every row. */
  List<String> texts(String what, String sql) throws SQLException {
    return ask(what, List.of(), asked -> texts(asked, sql));
  }

  boolean isAny(String what, String count) throws SQLException {
    return ask(what, false, asked -> !Target.text(asked, count).equals("0"));
  }

  static List<String> texts(Connection connection, String sql) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (Statement statement = Target.statement(connection);
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        texts.add(row.getString(1));
      }
    }
    return texts;
  }
}
