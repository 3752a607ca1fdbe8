package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.BundledMySql;
import dev.lowtide.it.harness.RunningLowtide;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A server that is a replica is quiet when it has applied what its source has done. */
class ReplicaGateIT {

  private static final String LAG = "behind its source";

  private static BundledMySql source;
  private static BundledMySql replica;
  private static RunningLowtide lowtide;
  private static QuietGate gate;

  @BeforeAll
  static void start() throws Exception {
    source = BundledMySql.start("--server-id=1");
    replica = BundledMySql.start("--server-id=2");
    try (Connection atSource = source.connect();
        Connection atReplica = replica.connect()) {
      Lab.execute(
          atSource,
          "CREATE USER repl IDENTIFIED WITH mysql_native_password BY 'r'",
          "GRANT REPLICATION SLAVE ON *.* TO repl");
      Lab.execute(atReplica, "CHANGE REPLICATION SOURCE TO " + position(atSource));
      Lab.execute(atReplica, "START REPLICA");
      Lab.execute(
          atSource,
          "CREATE DATABASE lab",
          "CREATE TABLE lab.t (id INT PRIMARY KEY, v INT)",
          "INSERT INTO lab.t VALUES (1, 1)");
    }
    lowtide =
        RunningLowtide.start(
            replica, "quiet: { quietFor: 0s, replicaLagMax: 1s, threadsRunningMax: 0 }");
    gate = new QuietGate(lowtide);
  }

  @AfterAll
  static void stop() {
    lowtide.close();
    replica.close();
    source.close();
  }

  /** Not one thread may run; its threads that wait for the source are none that do. */
  @Test
  void isQuietOnceItHasCaughtUp() {
    gate.awaitQuiet();
  }

  @Test
  void isBusyWhileItIsBehind() throws Exception {
    gate.awaitQuiet();
    try (Connection atReplica = replica.connect();
        Connection atSource = source.connect()) {
      Lab.execute(atReplica, "LOCK TABLES lab.t READ");
      Lab.execute(atSource, "UPDATE lab.t SET v = v + 1");

      gate.awaitBusyWithin(10, LAG, " s");
    }
    gate.awaitQuiet();
  }

  @Test
  void isBlindWhileNothingIsApplied() throws Exception {
    gate.awaitQuiet();
    try (Connection atReplica = replica.connect()) {
      Lab.execute(atReplica, "STOP REPLICA SQL_THREAD");
      gate.awaitBusy(LAG, "replication's applier is OFF (expected: ON)");
      assertThat(gate.now().verdict()).isEqualTo("blind");

      Lab.execute(atReplica, "START REPLICA SQL_THREAD", "STOP REPLICA IO_THREAD");
      gate.awaitBusy(LAG, "replication's receiver is OFF (expected: ON)");

      Lab.execute(atReplica, "START REPLICA IO_THREAD");
    }
    gate.awaitQuiet();
  }

  /** Its applier forgets what it applied last when it is started again. */
  @Test
  void aDelayedReplicaIsBehind() throws Exception {
    gate.awaitQuiet();
    try (Connection atReplica = replica.connect();
        Connection atSource = source.connect()) {
      delay(atReplica, 3600);
      Lab.execute(atSource, "UPDATE lab.t SET v = v + 1");

      gate.awaitBusyWithin(10, LAG, " s");

      delay(atReplica, 0);
    }
    gate.awaitQuiet();
  }

  private static void delay(Connection replica, int seconds) throws Exception {
    Lab.execute(
        replica,
        "STOP REPLICA",
        "CHANGE REPLICATION SOURCE TO SOURCE_DELAY = " + seconds,
        "START REPLICA");
  }

  private static String position(Connection source) throws Exception {
    try (Statement statement = source.createStatement();
        ResultSet row = statement.executeQuery("SHOW MASTER STATUS")) {
      row.next();
      return "SOURCE_HOST = '127.0.0.1', SOURCE_PORT = "
          + ReplicaGateIT.source.port()
          + ", SOURCE_USER = 'repl', SOURCE_PASSWORD = 'r', SOURCE_LOG_FILE = '"
          + row.getString(1)
          + "', SOURCE_LOG_POS = "
          + row.getLong(2)
          + ", SOURCE_CONNECT_RETRY = 1";
    }
  }
}
