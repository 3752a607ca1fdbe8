package dev.lowtide.it.scenarios;

import java.util.List;
import java.util.Random;

/** Commands at random, of all kinds that change what a session touches; many of them fail. */
final class LedgerWorkload {

  private static final List<String> TABLES =
      List.of("parent", "child", "note", "t", "log", "limits", "plain", "ledger_lab_2.far");
  private static final List<String> VIEWS = List.of("v_t", "v_join", "v_f");
  private static final List<String> PROCEDURES =
      List.of("p_plain", "p_begin", "p_commit", "p_dynamic");

  private final Random random;

  LedgerWorkload(long seed) {
    random = new Random(seed);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  /**
   * The next command.
   *
   * @param who a number of the client's own, for what must not be shared
   */
  String next(int who) {
    int kind = below(100);
    if (kind < 22) {
      return read();
    }
    if (kind < 44) {
      return write();
    }
    if (kind < 62) {
      return transaction();
    }
    if (kind < 70) {
      return xa(who);
    }
    if (kind < 76) {
      return prepared(who);
    }
    if (kind < 80) {
      return "CALL " + one(PROCEDURES) + "()";
    }
    if (kind < 88) {
      return keeping(who);
    }
    if (kind < 91) {
      return definition();
    }
    return kind < 95 ? odd() : session();
  }

  private String read() {
    return switch (below(10)) {
      case 0 -> "SELECT * FROM " + one(VIEWS);
      case 1 -> "SELECT * FROM " + one(TABLES) + " WHERE id = " + id() + " FOR UPDATE NOWAIT";
      case 2 -> "SELECT * FROM " + one(TABLES) + " FOR SHARE SKIP LOCKED";
      case 3 -> "SELECT f(), (SELECT COUNT(*) FROM " + one(TABLES) + " x)";
      case 4 ->
          "WITH c AS (SELECT id FROM " + one(TABLES) + ") SELECT * FROM c JOIN plain USING (id)";
      case 5 -> "TABLE " + one(TABLES) + "; SELECT 1";
      case 6 -> LedgerClient.PREPARED + "SELECT * FROM " + any() + " WHERE id = " + id();
      case 7 -> "DO (SELECT COUNT(*) FROM " + one(TABLES) + ")";
      case 8 -> "SET @v = (SELECT MAX(id) FROM " + any() + ")";
      default -> "SELECT * FROM " + one(TABLES) + " a JOIN " + one(TABLES) + " b ON a.id = b.id";
    };
  }

  private String write() {
    return switch (below(11)) {
      case 0 -> "INSERT INTO " + one(TABLES) + " (id, v) VALUES (" + newId() + ", 1)";
      case 1 -> "INSERT INTO child VALUES (" + newId() + ", 1, " + id() + ")";
      case 2 -> "REPLACE INTO " + one(TABLES) + " (id, v) VALUES (" + id() + ", 2)";
      case 3 ->
          "INSERT INTO "
              + one(TABLES)
              + " (id, v) VALUES ("
              + id()
              + ", 3) ON DUPLICATE KEY UPDATE v = 9";
      case 4 -> "DELETE FROM " + one(TABLES) + " WHERE id = " + id();
      case 5 -> "UPDATE " + any() + " SET v = v + 1 WHERE id = " + id();
      case 6 ->
          "INSERT INTO "
              + one(TABLES)
              + " (id, v) SELECT id + "
              + newId()
              + ", v FROM "
              + one(TABLES)
              + " LIMIT 1";
      case 7 -> "UPDATE plain JOIN limits USING (id) SET plain.v = limits.v WHERE id = " + id();
      case 8 -> "DELETE note FROM note JOIN plain USING (id) WHERE note.id = " + id();
      case 9 -> LedgerClient.PREPARED + "UPDATE " + any() + " SET v = 4 WHERE id = " + id();
      default -> "INSERT INTO parent VALUES (1, 1)";
    };
  }

  private String transaction() {
    return switch (below(16)) {
      case 0, 1 -> "BEGIN";
      case 2 -> "START TRANSACTION READ ONLY";
      case 3 -> "START TRANSACTION WITH CONSISTENT SNAPSHOT";
      case 4, 5, 6 -> "COMMIT";
      case 7, 8 -> "ROLLBACK";
      case 9 -> "COMMIT AND CHAIN";
      case 10 -> "SAVEPOINT s";
      case 11 -> "ROLLBACK TO SAVEPOINT s";
      case 12 -> "RELEASE SAVEPOINT s";
      case 13 -> "SET autocommit = 0";
      case 14 -> "SET autocommit = 1";
      default -> "BEGIN; UPDATE " + one(TABLES) + " SET v = 5 WHERE id = " + id() + "; SELECT 1";
    };
  }

  private String xa(int who) {
    String xid = "'x" + who + "'";
    return switch (below(8)) {
      case 0, 1 -> "XA START " + xid;
      case 2 -> "XA END " + xid;
      case 3 -> "XA END " + xid + "; XA PREPARE " + xid;
      case 4 -> "XA COMMIT " + xid;
      case 5 -> "XA ROLLBACK " + xid;
      case 6 -> "XA END " + xid + "; XA COMMIT " + xid + " ONE PHASE";
      default -> "XA END " + xid + "; XA ROLLBACK " + xid;
    };
  }

  private String prepared(int who) {
    return switch (below(4)) {
      case 0 -> "PREPARE n" + who + " FROM 'SELECT * FROM " + any() + "'";
      case 1 ->
          "SET @t = 'UPDATE "
              + one(TABLES)
              + " SET v = 6 WHERE id = 1'; PREPARE n"
              + who
              + " FROM @t";
      case 2 -> "DEALLOCATE PREPARE n" + who;
      default -> "EXECUTE n" + who;
    };
  }

  /** What outlives a transaction. */
  private String keeping(int who) {
    return switch (below(12)) {
      case 0 -> "LOCK TABLES " + one(TABLES) + " READ";
      case 1 -> "LOCK TABLES " + one(TABLES) + " WRITE, plain READ";
      case 2 -> "LOCK TABLES v_t AS x READ";
      case 3, 4 -> "UNLOCK TABLES";
      case 5 -> "HANDLER plain OPEN AS h";
      case 6 -> "HANDLER h READ FIRST";
      case 7 -> "HANDLER h CLOSE";
      case 8 -> "CREATE TEMPORARY TABLE plain (id INT, v INT)";
      case 9 -> "DROP TEMPORARY TABLE IF EXISTS plain";
      case 10 -> "SELECT GET_LOCK('lock" + who + "', 0)";
      default -> one(List.of("DO RELEASE_LOCK('lock" + who + "')", "SELECT RELEASE_ALL_LOCKS()"));
    };
  }

  private String definition() {
    return switch (below(6)) {
      case 0 -> "CREATE TABLE IF NOT EXISTS made (id INT PRIMARY KEY, v INT)";
      case 1 -> "DROP TABLE IF EXISTS made";
      case 2 -> "CREATE OR REPLACE VIEW v_made AS SELECT * FROM limits";
      case 3 -> "ANALYZE TABLE plain";
      case 4 -> "TRUNCATE log";
      default -> "ALTER TABLE limits COMMENT 'x'";
    };
  }

  private String odd() {
    return switch (below(10)) {
      case 0 -> "SELEC 1";
      case 1 -> "SELECT * FROM nowhere";
      case 2 -> "DESC " + one(TABLES);
      case 3 -> "SHOW CREATE TABLE t";
      case 4 -> "EXPLAIN UPDATE plain SET v = 1";
      case 5 -> "SELECT COUNT(*) FROM information_schema.TABLES";
      case 6 -> "SET TRANSACTION ISOLATION LEVEL READ COMMITTED";
      case 7 -> "/*!80000 SELECT * FROM */ limits";
      case 8 -> "SELECT * FROM `t` -- FROM plain";
      default -> "UPDATE t, nowhere SET t.v = 1";
    };
  }

  private String session() {
    return switch (below(6)) {
      case 0 -> LedgerClient.RESET;
      case 1 -> LedgerClient.CHANGE_USER;
      case 2 -> LedgerClient.HANG_UP;
      case 3 -> "USE ledger_lab_2";
      case 4 -> "COMMIT RELEASE;";
      default -> "USE ledger_lab";
    };
  }

  private String any() {
    return below(4) == 0 ? one(VIEWS) : one(TABLES);
  }

  private int id() {
    return 1 + below(4);
  }

  private int newId() {
    return 10 + below(1_000_000);
  }

  private String one(List<String> of) {
    return of.get(below(of.size()));
  }
}
