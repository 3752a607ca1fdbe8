package dev.lowtide.scheduler.binlog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the texts are that a binary log has between rows. */
class StatementTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BEGIN | BEGIN",
        "COMMIT | END",
        "ROLLBACK | END",
        "ROLLBACK TO `a` | SAVEPOINT",
        "SAVEPOINT `a` | SAVEPOINT",
        "XA START X'61',X'',1 | XA_START",
        "XA END X'61',X'',1 | XA_END",
        "XA COMMIT X'61',X'',1 | XA_COMMIT",
        "XA ROLLBACK X'61',X'',1 | XA_ROLLBACK",
        "INSERT INTO t VALUES (1) | ROWS",
        "/* x */ update t set a = 1 | ROWS",
        "/*!50000 DELETE */ FROM t | ROWS",
        "-- x%nREPLACE INTO t VALUES (1) | ROWS",
        "WITH a AS (SELECT 1) DELETE FROM t | ROWS",
        "SELECT f() | ROWS",
        "INSERT INTO mysql.heartbeat VALUES (1) | HARMLESS",
        "ANALYZE TABLE t | HARMLESS",
        "GRANT ALL ON t TO u | HARMLESS",
        "CREATE TABLE t (a INT) | DEFINITION",
        "TRUNCATE t | DEFINITION",
        "?? | DEFINITION"
      })
  void kinds(String text, StatementText.Kind kind) {
    assertThat(new StatementText("shop", text.replace("%n", "\n")).kind()).isEqualTo(kind);
  }

  @Test
  void rowsOfTheServersOwnSchemasAreNobodys() {
    assertThat(new StatementText("mysql", "INSERT INTO t VALUES (1)").kind())
        .isEqualTo(StatementText.Kind.HARMLESS);
  }

  @Test
  void anXaTransactionIsFoundAgainByItsXid() {
    String start = new StatementText("", "XA START X'61',X'62',1").xid();

    assertThat(new StatementText("", "XA COMMIT X'61',X'62',1").xid()).isEqualTo(start);
    assertThat(start).isEqualTo("X'61',X'62',1");
  }
}
