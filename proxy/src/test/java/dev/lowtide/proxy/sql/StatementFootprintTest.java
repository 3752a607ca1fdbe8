package dev.lowtide.proxy.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What statements touch; that the server locks just this is proven by the integration tests. */
class StatementFootprintTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "SELECT * FROM (SELECT * FROM a) d FOR UPDATE | r:db.a",
        "SELECT * FROM a WHERE x IN (SELECT x FROM b) FOR UPDATE | r:db.b w:db.a",
        "SELECT * FROM a WHERE x IN (SELECT x FROM b FOR UPDATE) | r:db.a w:db.b",
        "SELECT * FROM a UNION SELECT * FROM b FOR UPDATE | r:db.a w:db.b",
        "(SELECT * FROM a) UNION (SELECT * FROM b) FOR UPDATE | r:db.a w:db.b",
        "(SELECT * FROM a UNION (SELECT * FROM b)) FOR UPDATE | r:db.a w:db.b",
        "((SELECT * FROM a)) FOR UPDATE | w:db.a",
        "SELECT * FROM (a JOIN b USING (x)) JOIN c FOR UPDATE | w:db.a w:db.b w:db.c",
        "SELECT x = ALL (SELECT x FROM b) FROM a FOR UPDATE | r:db.b w:db.a",
        "WITH c AS (SELECT * FROM a) SELECT * FROM b, c FOR UPDATE | r:db.a w:db.b",
        "WITH c AS (SELECT * FROM a FOR UPDATE) SELECT * FROM c | w:db.a",
        "TABLE a FOR UPDATE | w:db.a",
        "INSERT INTO a SELECT * FROM b FOR UPDATE | w:db.a w:db.b",
        "SELECT * FROM (WITH c AS (SELECT * FROM a) SELECT * FROM c) d, c | r:db.a r:db.c",
        "SELECT (WITH c AS (SELECT 1) SELECT * FROM c), x FROM c | r:db.c",
        "SELECT * FROM (WITH c (x, y) AS (TABLE a) TABLE c) d JOIN b | r:db.a r:db.b",
        "SELECT * FROM a, ((SELECT * FROM b) UNION (SELECT * FROM c)) d FOR UPDATE | r:db.b r:db.c w:db.a",
        "WITH t AS (SELECT 1) SELECT * FROM (WITH d AS (SELECT * FROM t) TABLE d) e | r:db.t",
        "WITH c AS (SELECT 1) SELECT * FROM db.c, C | r:db.c",
        "WITH c AS (SELECT 1) (SELECT * FROM c UNION SELECT * FROM a) FOR UPDATE | w:db.a",
        "WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n FROM c), d AS (TABLE c) TABLE d | ",
        "WITH c AS (SELECT 1) DELETE t FROM t JOIN c JOIN u | r:db.u w:db.t",
        "WITH c AS (SELECT 1) UPDATE t JOIN c SET x = 1 | w:db.t",
        "UPDATE a JOIN (SELECT * FROM b) d USING (x) SET a.y = 1 | r:db.b w:db.a",
        "UPDATE a AS x, b SET x.y = (SELECT 1 FROM c) | r:db.c w:db.a w:db.b",
        "DELETE a FROM a JOIN b USING (x) | r:db.b w:db.a",
        "DELETE a FROM a PARTITION (p0, p1) AS q JOIN b a | r:db.a w:db.b",
        "DELETE a.*, s.b FROM a, s.b, c | r:db.c w:db.a w:s.b",
        "DELETE FROM x USING a AS x LEFT JOIN b y ON 1 WHERE x.i IN (SELECT i FROM c) | r:db.b r:db.c w:db.a",
        "DELETE nobody FROM a JOIN b | w:db.a w:db.b",
        "DELETE QUICK IGNORE FROM a WHERE x = (SELECT 1 FROM b) LIMIT 1 | r:db.b w:db.a",
        "SELECT * FROM quick, share, offset, duplicate | r:db.duplicate r:db.offset r:db.quick r:db.share",
        "SELECT * FROM a share, b | r:db.a r:db.b",
        "SELECT t.from, t.select, @from, t.update FROM t | r:db.t",
        "SELECT 1.FROM t, s.1e5 | r:db.t r:s.1e5",
        "SELECT 1.5e3, .5 FROM .t | r:db.t",
        "SELECT * FROM $a, `a`, \u00e9t\u00e9, \u540d | r:db.$a r:db.a r:db.\u00e9t\u00e9 r:db.\u540d",
        "SELECT N'x', _utf8mb4'y', x'41', b'1', 0x41 FROM t | r:db.t",
        "SELECT SUM(x) OVER w FROM t WINDOW w AS (PARTITION BY a, b), v AS (w) | r:db.t",
        "SELECT * FROM a USE INDEX FOR JOIN (i, j), b IGNORE KEY (k), c | r:db.a r:db.b r:db.c",
        "INSERT INTO a VALUES (1) AS n (x) ON DUPLICATE KEY UPDATE x = n.x, y = (SELECT 1 FROM b) | r:db.b w:db.a",
        "INSERT INTO a SELECT * FROM b ON DUPLICATE KEY UPDATE x = VALUES(x), y = 1 | r:db.b w:db.a",
        "CREATE TABLE a (x INT, FULLTEXT (x) WITH PARSER ngram, FOREIGN KEY (x) REFERENCES s.p (id)) | w:db.a w:s.p",
        "CREATE TABLE a (x VARCHAR(9) DEFAULT (f(1)), CHECK (x LIKE y)) SELECT g(x) FROM b | f:db.g r:db.b w:db.a",
        "CREATE TABLE a (LIKE b) | r:db.b w:db.a",
        "CREATE TEMPORARY TABLE a LIKE b | r:db.b",
        "CREATE TEMPORARY TABLE IF NOT EXISTS a AS SELECT * FROM b | r:db.b",
        "DROP TEMPORARY TABLE a, b | ",
        "DROP TABLES a, b CASCADE | w:db.a w:db.b",
        "ALTER TABLE a RENAME COLUMN x TO y, RENAME INDEX i TO j | w:db.a",
        "ALTER TABLE a RENAME b | w:db.a w:db.b",
        "ALTER TABLE a RENAME TO s.b, ADD FOREIGN KEY (x) REFERENCES p (y) | w:db.a w:db.p w:s.b",
        "ALTER TABLE a EXCHANGE PARTITION p WITH TABLE b WITHOUT VALIDATION | w:db.a w:db.b",
        "ALTER TABLE a IMPORT TABLESPACE | w:db.a",
        "RENAME TABLE a TO b, s.c TO d | w:db.a w:db.b w:db.d w:s.c",
        "DROP TRIGGER g | w:db.*",
        "DROP TRIGGER IF EXISTS s.g | w:s.*",
        "CREATE TRIGGER g BEFORE UPDATE ON a FOR EACH ROW SET NEW.x = (SELECT 1 FROM b); TABLE c | r:db.c w:db.a",
        "CREATE PROCEDURE p() BEGIN IF 1 THEN SELECT 1 FROM a; END IF; END; TABLE c | r:db.c",
        "DROP DATABASE IF EXISTS S | w:s.*",
        "DROP SCHEMA `s` | w:s.*",
        "ALTER DATABASE s CHARACTER SET utf8mb4 | w:s.*",
        "ALTER DATABASE READ ONLY = 1 | w:db.*",
        "LOCK TABLES a READ LOCAL, b AS x LOW_PRIORITY WRITE, c y READ | r:db.a r:db.c w:db.b",
        "FLUSH TABLES a, s.b WITH READ LOCK | w:db.a w:s.b",
        "FLUSH TABLE a | w:db.a",
        "FLUSH TABLES | ?",
        "FLUSH TABLES WITH READ LOCK | ?",
        "FLUSH LOGS | ",
        "CHECK TABLE a, b FAST | r:db.a r:db.b",
        "ANALYZE TABLE a UPDATE HISTOGRAM ON x, y | r:db.a",
        "CHECKSUM TABLE a EXTENDED | r:db.a",
        "LOAD INDEX INTO CACHE a PARTITION (ALL) INDEX (i), b | r:db.a r:db.b",
        "LOAD DATA INFILE 'x' INTO TABLE a (x, @y) SET z = (SELECT 1 FROM b) | r:db.b w:db.a",
        "IMPORT TABLE FROM '/tmp/a.sdi' | ?",
        "SHOW CREATE TABLE s.a | r:s.a",
        "SHOW FULL COLUMNS FROM a FROM s LIKE 'x%' | r:s.a",
        "SHOW INDEX IN a WHERE Key_name IN (SELECT x FROM b) | r:db.a r:db.b",
        "SHOW TABLES FROM s | ",
        "DESCRIBE s.a x | r:s.a",
        "EXPLAIN FORMAT=JSON INTO @x FOR SCHEMA s SELECT * FROM a; TABLE b | r:db.b r:s.a",
        "EXPLAIN ANALYZE FORMAT=TREE UPDATE a SET x = 1 | w:db.a",
        "EXPLAIN extended | r:db.extended",
        "HANDLER h READ FIRST WHERE x IN (SELECT x FROM b) | r:db.b r:db.h",
        "CALL p(1, (SELECT MAX(x) FROM a), f()) | f:db.f p:db.p r:db.a",
        "CALL S.P | p:s.p",
        "SELECT f(1), s.g(x), COUNT(*), `h`() FROM a | f:db.f f:db.h f:s.g r:db.a",
        "SELECT s.count(1), LEFT(x, 1), CAST(x AS CHAR(3)) FROM a AS q WHERE x IN (1) | f:s.count r:db.a",
        "SELECT d.x FROM (SELECT 1) AS d (x), LATERAL (SELECT 2) e (y) | ",
        "SELECT MATCH (x) AGAINST ('y'), GROUP_CONCAT(x ORDER BY y) FROM t | r:db.t",
        "SET @x = f(), GLOBAL y = s.g() | f:db.f f:s.g",
        "DO f() | f:db.f",
        "SET sql_mode = 'ANSI_QUOTES'; SELECT 1 | ?",
        "BEGIN NOT ATOMIC DELETE FROM t; END | ?",
      })
  void says(String sql, String expected) {
    assertThat(Shown.of(StatementReader.read(sql, "db", true, true).footprint()))
        .isEqualTo(expected == null ? "" : expected);
  }

  @Test
  void aProcedureWithoutASchemaIsUnknownAndAFunctionIsLoadable() {
    assertThat(Shown.of(StatementReader.read("CALL p()", "", true, true).footprint()))
        .isEqualTo("?");
    assertThat(Shown.of(StatementReader.read("SELECT f(), s.g()", "", true, true).footprint()))
        .isEqualTo("f:s.g");
  }

  @Test
  void aNameInAnotherCharacterSetIsUnknown() {
    assertThat(Shown.of(StatementReader.read("TABLE caf\ufffd", "db", true, true).footprint()))
        .isEqualTo("?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "WITH c AS (SELECT 1) UPDATE t SET x = 1 | UPDATE",
        "WITH c AS (SELECT 1) DELETE FROM t | DELETE",
        "FLUSH TABLES t WITH READ LOCK | LOCK_TABLES",
        "FLUSH TABLES t FOR EXPORT | LOCK_TABLES",
        "FLUSH TABLES t | DDL",
        "FLUSH PRIVILEGES | DDL",
        "DROP PREPARE s | SHOW",
        "/*!80000 COMMIT */ | COMMIT",
        "LOCK TABLES a READ; SELECT 1 | LOCK_TABLES",
      })
  void tellsTheKind(String sql, StatementKind kind) {
    assertThat(StatementReader.read(sql, "db", true, true).kind()).isEqualTo(kind);
  }
}
