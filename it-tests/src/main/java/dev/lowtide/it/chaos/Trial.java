package dev.lowtide.it.chaos;

import dev.lowtide.it.harness.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;

/** One random table, its writers, and the witness that says in the end whether all is well. */
final class Trial implements AutoCloseable {

  /** Zero and impossible days are values like others; what does not fit is refused. */
  private static final String SESSION =
      "sessionVariables=sql_mode='STRICT_ALL_TABLES,ALLOW_INVALID_DATES,NO_AUTO_VALUE_ON_ZERO',"
          + "time_zone='%2B00:00',innodb_lock_wait_timeout=4,explicit_defaults_for_timestamp=ON"
          + "&useServerPrepStmts=true&allowLoadLocalInfile=true&sslMode=DISABLED"
          + "&characterEncoding=UTF-8&connectTimeout=5000&socketTimeout=120000";

  private static final int WRITERS = 7;

  private final RandomTable table;
  private final HotRows hot;
  private final Weather weather = new Weather();
  private final Access server;
  private final Writers writers;
  private final Belongings before;

  /** What it came to. */
  record Outcome(Tally tally, long rows, List<String> wrong) {

    boolean isGood() {
      return wrong.isEmpty() && tally.wrong().isEmpty() && tally.errors().isEmpty();
    }

    /** Everything that must not have been. */
    List<String> complaints() {
      return Stream.of(wrong, tally.wrong(), tally.errors()).flatMap(List::stream).toList();
    }
  }

  /** How to connect to a port of this machine as the trial's sessions do. */
  static Access access(String host, int port, String user, String password) {
    return () -> TestServer.connect(host, port, user, password, SESSION);
  }

  /**
   * Makes and fills the table.
   *
   * @param through the proxy
   * @param server straight, allowed to do everything
   */
  Trial(String name, long seed, Access through, Access server) throws SQLException {
    this.server = server;
    table = new RandomTable(name, seed);
    hot = new HotRows(table);
    try (Connection connection = server.connect()) {
      TableFill.fill(connection, table, hot, seed);
      Belongings.grant(connection, table);
      before = Belongings.of(connection, table);
    }
    Writers.Setting setting = new Writers.Setting(table, hot, weather, WRITERS);
    writers = new Writers(setting, through, server, seed);
  }

  RandomTable table() {
    return table;
  }

  Weather weather() {
    return weather;
  }

  void start() {
    writers.start();
  }

  /** So far, all writers together. */
  long commits() {
    return writers.commits();
  }

  /** Ends the writers and looks at everything. */
  Outcome finish() throws SQLException, InterruptedException {
    Tally tally = writers.stop();
    Witness witness = new Witness(server, table);
    List<String> wrong = witness.findWrong(writers.books(), hot, before);
    return new Outcome(tally, witness.rows(), wrong);
  }

  /** Removes what it made. */
  void drop() throws SQLException {
    try (Connection connection = server.connect();
        Statement sql = connection.createStatement()) {
      for (String schema : List.of(RandomTable.SCHEMA, RandomTable.TRUTH)) {
        sql.execute("DROP TABLE IF EXISTS " + schema + "." + table.name());
        sql.execute("DROP TABLE IF EXISTS " + schema + "." + table.log());
      }
      sql.execute("DROP TABLE IF EXISTS " + RandomTable.TRUTH + "." + table.name() + "_tx");
    }
  }

  @Override
  public void close() {
    writers.close();
  }
}
