package dev.lowtide.it.chaos;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Strikes, and mends what it broke. One at a time. */
final class Faults {

  private static final int DOWN_MILLIS_MAX = 700;
  private static final int OPEN_MILLIS_MAX = 1_500;
  private static final int DDL_TRIES = 4;

  private final ChaosLab lab;
  private final Trial trial;
  private final LowtideShrinker shrinker;
  private final Random random;

  Faults(ChaosLab lab, Trial trial, LowtideShrinker shrinker, Random random) {
    this.lab = lab;
    this.trial = trial;
    this.shrinker = shrinker;
    this.random = random;
  }

  void strike(Fault fault) throws IOException, SQLException, InterruptedException {
    if (fault.isBreaking()) {
      trial.weather().storm();
    }
    try {
      cause(fault);
    } finally {
      if (fault.isBreaking()) {
        trial.weather().calm();
      }
    }
  }

  private void cause(Fault fault) throws IOException, SQLException, InterruptedException {
    switch (fault) {
      case KILL_LOWTIDE -> {
        lab.lowtide().kill();
        rest(DOWN_MILLIS_MAX);
        lab.lowtide().startAgain();
      }
      case KILL_SERVER -> {
        lab.server().kill();
        rest(DOWN_MILLIS_MAX);
        lab.server().startAgain();
      }
      case CUT_LINK -> {
        lab.link().cut();
        rest(DOWN_MILLIS_MAX);
        lab.link().mend();
      }
      case PAUSE -> {
        ask("pause");
        rest(OPEN_MILLIS_MAX);
        ask("resume");
      }
      case ABORT -> ask("abort");
      case FLUSH_LOGS -> straight("FLUSH BINARY LOGS");
      case OPEN_TRANSACTION -> open("UPDATE %s SET stamp = stamp WHERE slot = -1");
      case READ_VIEW -> open("SELECT COUNT(*) FROM %s");
      case CLIENT_DDL -> define();
    }
  }

  /** What clients do to a table, and how it is seen. */
  private enum Definition {
    COLUMN(" ADD COLUMN added INT DEFAULT 7", "`added` int"),
    INDEX(" ADD INDEX indexed (slot, stamp)", "KEY `indexed`"),
    COMMENT(" COMMENT = 'changed by a client'", "COMMENT='changed by a client'");

    private final String sql;
    private final String shown;

    Definition(String sql, String shown) {
      this.sql = sql;
      this.shown = shown;
    }
  }

  /** Whoever does not answer will be asked by nobody. */
  private void ask(String what) throws InterruptedException {
    if (shrinker.run() == 0) {
      return;
    }
    try {
      lab.api().post("/runs/" + shrinker.run() + "/" + what, Map.of());
    } catch (IOException e) {
      // It is down: another fault's doing.
    }
  }

  private void straight(String statement) throws SQLException {
    try (Connection connection = lab.straight().connect();
        Statement sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }

  /** A transaction through the proxy that stays open for a while. */
  private void open(String statement) throws SQLException, InterruptedException {
    try (Connection connection = lab.through().connect();
        Statement sql = connection.createStatement()) {
      connection.setAutoCommit(false);
      sql.execute(statement.formatted(RandomTable.SCHEMA + "." + trial.table().name()));
      rest(OPEN_MILLIS_MAX);
      connection.rollback();
    } catch (SQLException e) {
      if (!Errors.isConflict(e) && !trial.weather().mayBreak()) {
        throw e;
      }
    }
  }

  /** A client changes the table, and the truth in the same way. */
  private void define() throws SQLException, InterruptedException {
    Definition change = Definition.values()[random.nextInt(Definition.values().length)];
    for (int i = 0; i < DDL_TRIES && !isThere(change, RandomTable.SCHEMA); i++) {
      alter(RandomTable.SCHEMA, change.sql);
    }
    while (isThere(change, RandomTable.SCHEMA) && !isThere(change, RandomTable.TRUTH)) {
      alter(RandomTable.TRUTH, change.sql);
    }
  }

  /** Not for long, and not to the bitter end: others want the table too. */
  private void alter(String schema, String change) throws InterruptedException {
    try (Connection connection = lab.straight().connect();
        Statement sql = connection.createStatement()) {
      sql.execute("SET SESSION lock_wait_timeout = 1");
      sql.execute("ALTER TABLE " + schema + "." + trial.table().name() + change);
    } catch (SQLException e) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private boolean isThere(Definition change, String schema) throws SQLException {
    String name = schema + "." + trial.table().name();
    try (Connection connection = lab.straight().connect();
        Statement sql = connection.createStatement();
        ResultSet row = sql.executeQuery("SHOW CREATE TABLE " + name)) {
      row.next();
      return row.getString(2).contains(change.shown);
    }
  }

  private void rest(int millisMax) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(random.nextInt(millisMax));
  }
}
