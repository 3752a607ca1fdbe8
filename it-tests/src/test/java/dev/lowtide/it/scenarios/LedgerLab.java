package dev.lowtide.it.scenarios;

import dev.lowtide.it.harness.RunningLowtide;
import dev.lowtide.it.harness.RunningProxy;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.SessionsUnknownException;
import dev.lowtide.proxy.sql.BodyReader;
import dev.lowtide.scheduler.ledger.Dependencies;
import dev.lowtide.scheduler.ledger.EndedSessions;
import dev.lowtide.scheduler.ledger.Reconciler;
import dev.lowtide.scheduler.ledger.Reconciliation;
import dev.lowtide.scheduler.mysql.MySqlDictionary;
import dev.lowtide.scheduler.mysql.MySqlServerLedger;
import dev.lowtide.scheduler.mysql.Target;
import dev.lowtide.scheduler.mysql.TargetConfig;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** A proxy whose ledger is held against the server, and a schema in which much leads to much. */
final class LedgerLab implements AutoCloseable {

  static final String SCHEMA = "ledger_lab";

  private static final String[] OBJECTS = {
    "DROP DATABASE IF EXISTS ledger_lab",
    "DROP DATABASE IF EXISTS ledger_lab_2",
    "CREATE DATABASE ledger_lab",
    "CREATE DATABASE ledger_lab_2",
    "USE ledger_lab",
    "CREATE TABLE parent (id INT PRIMARY KEY, v INT)",
    "CREATE TABLE child (id INT PRIMARY KEY, v INT, p INT,"
        + " FOREIGN KEY (p) REFERENCES parent (id) ON DELETE CASCADE)",
    "CREATE TABLE note (id INT PRIMARY KEY, v INT, p INT, FOREIGN KEY (p) REFERENCES parent (id))",
    "CREATE TABLE t (id INT PRIMARY KEY, v INT)",
    "CREATE TABLE log (id INT PRIMARY KEY AUTO_INCREMENT, v INT)",
    "CREATE TABLE limits (id INT PRIMARY KEY, v INT)",
    "CREATE TABLE plain (id INT PRIMARY KEY, v INT)",
    "CREATE TABLE ledger_lab_2.far (id INT PRIMARY KEY, v INT)",
    "CREATE TRIGGER t_ai AFTER INSERT ON t FOR EACH ROW INSERT INTO log (v) VALUES (NEW.id)",
    "CREATE TRIGGER t_bu BEFORE UPDATE ON t FOR EACH ROW"
        + " SET NEW.v = NEW.v + (SELECT COUNT(*) FROM limits)",
    "CREATE TRIGGER c_ad AFTER DELETE ON child FOR EACH ROW BEGIN"
        + " INSERT INTO ledger_lab_2.far VALUES (OLD.id, 1) ON DUPLICATE KEY UPDATE v = 2; END",
    "CREATE VIEW v_t AS SELECT * FROM t",
    "CREATE VIEW v_join AS SELECT v_t.id, v_t.v, limits.v AS w FROM v_t JOIN limits USING (id)",
    "CREATE FUNCTION f() RETURNS INT READS SQL DATA RETURN (SELECT COUNT(*) FROM limits)",
    "CREATE VIEW v_f AS SELECT f() AS n, id, v FROM plain",
    "CREATE PROCEDURE p_plain() BEGIN UPDATE t SET v = v + 1 WHERE id = 1; SELECT * FROM v_f; END",
    "CREATE PROCEDURE p_begin() BEGIN START TRANSACTION; UPDATE parent SET v = 1 WHERE id = 1; END",
    "CREATE PROCEDURE p_commit() BEGIN UPDATE plain SET v = 1 WHERE id = 1; COMMIT; END",
    "CREATE PROCEDURE p_dynamic() BEGIN SET @text = 'SELECT * FROM limits';"
        + " PREPARE inner_one FROM @text; EXECUTE inner_one; DEALLOCATE PREPARE inner_one; END",
    "INSERT INTO parent VALUES (1, 1), (2, 2), (3, 3)",
    "INSERT INTO child VALUES (1, 1, 1), (2, 2, 2)",
    "INSERT INTO t VALUES (1, 1), (2, 2)",
    "INSERT INTO limits VALUES (1, 1), (2, 2)",
    "INSERT INTO plain VALUES (1, 1), (2, 2)",
  };

  private final RunningProxy proxy;
  private final Target target;
  private final EndedSessions ended = new EndedSessions();
  private final Reconciler reconciler;

  private LedgerLab() throws Exception {
    RunningLowtide.createTargetUser(Lab.server());
    proxy = RunningProxy.before(Lab.server().port());
    target =
        new Target(
            new TargetConfig(
                Lab.server().host(),
                Lab.server().port(),
                RunningLowtide.TARGET_USER,
                RunningLowtide.TARGET_PASSWORD,
                2));
    reconciler =
        new Reconciler(
            this::sessions,
            new MySqlServerLedger(target),
            new Dependencies(new MySqlDictionary(target), BodyReader::read, System::nanoTime),
            ended,
            System::nanoTime);
  }

  static LedgerLab open() throws Exception {
    try (Connection server = Lab.server().connect()) {
      rollBackAll(server);
      Lab.execute(server, OBJECTS);
    }
    return new LedgerLab();
  }

  RunningProxy proxy() {
    return proxy;
  }

  Reconciliation reconcile() throws InterruptedException {
    proxy.feed().drain(ended);
    return reconciler.reconcile();
  }

  /** What an XA transaction holds goes on to be held until somebody ends it. */
  static void rollBackAll(Connection server) throws Exception {
    List<String> xids = new ArrayList<>();
    try (Statement statement = server.createStatement();
        ResultSet row = statement.executeQuery("XA RECOVER CONVERT XID")) {
      while (row.next()) {
        String hex = row.getString("data").substring(2);
        int middle = 2 * row.getInt("gtrid_length");
        xids.add(
            "X'%s',X'%s',%d"
                .formatted(
                    hex.substring(0, middle), hex.substring(middle), row.getLong("formatID")));
      }
    }
    for (String xid : xids) {
      Lab.execute(server, "XA ROLLBACK " + xid);
    }
  }

  @Override
  public void close() throws Exception {
    proxy.close();
    target.close();
    try (Connection server = Lab.server().connect()) {
      rollBackAll(server);
    }
  }

  private List<SessionSnapshot> sessions() throws SessionsUnknownException {
    try {
      return proxy.sessions();
    } catch (TimeoutException e) {
      throw new SessionsUnknownException("the proxy did not answer");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
