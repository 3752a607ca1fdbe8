package dev.lowtide.proxy.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.TableName;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementReaderTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "SELECT 1 | ",
        "SELECT * FROM t | r:db.t",
        "select*from`t`where 1 | r:db.t",
        "SELECT * FROM other.t x, u AS y JOIN v ON x.a = y.a, w WHERE f(1, 2) | r:db.u r:db.v r:db.w r:other.t",
        "SELECT a, b FROM t ORDER BY a, b LIMIT 1, 2 | r:db.t",
        "SELECT * FROM (t1, t2) LEFT JOIN t3 USING (id) | r:db.t1 r:db.t2 r:db.t3",
        "SELECT * FROM t FORCE INDEX FOR ORDER BY (i), u | r:db.t r:db.u",
        "SELECT * FROM { OJ a LEFT OUTER JOIN b ON a.x = b.x } | r:db.a r:db.b",
        "SELECT TRIM(LEADING 'x' FROM y), EXTRACT(YEAR FROM z) FROM t | r:db.t",
        "SELECT (SELECT MAX(x) FROM u), 2 FROM t WHERE a IN (SELECT b FROM v) | r:db.t r:db.u r:db.v",
        "SELECT * FROM t, LATERAL (SELECT * FROM u WHERE u.a = t.a) d | r:db.t r:db.u",
        "SELECT * FROM JSON_TABLE('[]', '$' COLUMNS (a INT PATH '$')) j, t | r:db.t",
        "SELECT 1 FROM DUAL | ",
        "SELECT a INTO @x FROM t | r:db.t",
        "SELECT a FROM t INTO OUTFILE '/tmp/x' | r:db.t",
        "(SELECT 1 FROM a) UNION ALL (SELECT 2 FROM b) ORDER BY 1 | r:db.a r:db.b",
        "SELECT * FROM t JOIN u USING (id) FOR UPDATE | w:db.t w:db.u",
        "SELECT * FROM t LOCK IN SHARE MODE | r:db.t",
        "SELECT * FROM t FOR SHARE OF t SKIP LOCKED | r:db.t",
        "SELECT a FROM t GROUP BY a WITH ROLLUP HAVING COUNT(a) > 1 | r:db.t",
        "TABLE t | r:db.t",
        "VALUES ROW(1), ROW(2) | ",
        "WITH c AS (SELECT * FROM t) SELECT * FROM c, u | r:db.t r:db.u",
        "WITH c (a, b) AS (SELECT 1, 2), d AS (SELECT * FROM c) SELECT * FROM d JOIN t | r:db.t",
        "WITH t AS (SELECT * FROM t) SELECT * FROM t | r:db.t",
        "WITH RECURSIVE c AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT * FROM c | ",
        "WITH c AS (SELECT 1) UPDATE t, c SET t.a = 1 | w:db.t",
        "WITH c AS (SELECT 1) DELETE FROM t WHERE id IN (SELECT * FROM c) | w:db.t",
        "INSERT INTO t VALUES (1, 'a FROM b'), (2, NULL) | w:db.t",
        "INSERT IGNORE t (a, b) SELECT a, b FROM s ON DUPLICATE KEY UPDATE a = 1, b = 2 | r:db.s w:db.t",
        "INSERT INTO t SET a = (SELECT MAX(a) FROM s) | r:db.s w:db.t",
        "INSERT INTO t TABLE s | r:db.s w:db.t",
        "INSERT INTO t WITH c AS (SELECT * FROM s) SELECT * FROM c | r:db.s w:db.t",
        "REPLACE LOW_PRIORITY INTO other.t VALUES (1) | w:other.t",
        "UPDATE LOW_PRIORITY IGNORE t SET a = 1, b = 2 WHERE c IN (SELECT c FROM s) | r:db.s w:db.t",
        "UPDATE t JOIN u ON t.a = u.a, v SET t.b = u.b | w:db.t w:db.u w:db.v",
        "DELETE FROM t WHERE a = 1 ORDER BY b LIMIT 3 | w:db.t",
        "DELETE a, b.* FROM t AS a JOIN u AS b USING (id) WHERE b.x = 1 | w:db.t w:db.u",
        "DELETE FROM a, b USING t AS a JOIN u AS b USING (id) | w:db.t w:db.u",
        "LOAD DATA LOCAL INFILE 'x' REPLACE INTO TABLE t FIELDS TERMINATED BY ',' (a, b) | w:db.t",
        "HANDLER t OPEN AS h | r:db.t",
        "EXPLAIN FORMAT = JSON SELECT * FROM t | r:db.t",
        "EXPLAIN ANALYZE DELETE FROM t | w:db.t",
        "EXPLAIN FOR CONNECTION 5 | ",
        "DESC t | r:db.t",
        "TRUNCATE t | w:db.t",
        "TRUNCATE TABLE t | w:db.t",
        "CREATE TABLE IF NOT EXISTS t (a INT, FOREIGN KEY (a) REFERENCES p (id)) | w:db.p w:db.t",
        "CREATE TABLE t LIKE s | r:db.s w:db.t",
        "CREATE TABLE t AS SELECT * FROM s | r:db.s w:db.t",
        "CREATE OR REPLACE VIEW v AS SELECT * FROM s | r:db.s w:db.v",
        "CREATE UNIQUE INDEX i ON t (a, b) | w:db.t",
        "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW BEGIN SET NEW.a = 1; SET NEW.b = 2; END | w:db.t",
        "CREATE PROCEDURE p() BEGIN SELECT 1 FROM x; DELETE FROM y; END | ",
        "CREATE DATABASE d | ",
        "CREATE USER u IDENTIFIED BY 'secret' | ",
        "ALTER TABLE t ADD COLUMN b INT, ADD INDEX i (a), RENAME TO u | w:db.t w:db.u",
        "ALTER TABLE t EXCHANGE PARTITION p WITH TABLE u | w:db.t w:db.u",
        "DROP TABLE IF EXISTS a, other.b | w:db.a w:other.b",
        "DROP INDEX i ON t | w:db.t",
        "RENAME TABLE a TO b, c TO d | w:db.a w:db.b w:db.c w:db.d",
        "OPTIMIZE LOCAL TABLE a, b | w:db.a w:db.b",
        "ANALYZE TABLE a | r:db.a",
        "LOCK TABLES a READ, b AS c WRITE | r:db.a w:db.b",
        "SET autocommit = 0, @a = (SELECT MAX(x) FROM t) | r:db.t",
        "BEGIN | ",
        "COMMIT AND CHAIN | ",
        "SHOW TABLES FROM d | ",
        "SELECT a FROM /*!50000 t */ /*+ hint FROM x */ | r:db.t",
        "SELECT 1--1 FROM t | r:db.t",
        "SELECT 'it''s \\' FROM x', \"FROM y\" FROM t | r:db.t",
        "SELECT * FROM 2024_orders, `od``d` | r:db.2024_orders r:db.od`d",
        "SELECT 1; DELETE FROM t; COMMIT | w:db.t",
      })
  void namesTheTables(String sql, String expected) {
    StatementFacts facts = read(sql);

    assertThat(show(facts.footprint())).isEqualTo(expected == null ? "" : expected);
    assertThat(facts.footprint().isUnknown()).isFalse();
  }

  @Test
  void commentsNameNothing() {
    String sql = "SELECT /* FROM x */ a -- FROM y\n, b --\tFROM z\n FROM t # FROM w";

    assertThat(show(read(sql).footprint())).isEqualTo("r:db.t");
  }

  @Test
  void commentsStandWhereSpaceMay() {
    String sql = "SELECT * FROM other/* x */./* y */t, JSON_TABLE/**/('[]', '$' COLUMNS (a INT)) j";

    assertThat(show(read(sql).footprint())).isEqualTo("r:other.t");
    assertThat(show(read("WITH/**/c AS (SELECT 1) SELECT * FROM c, t").footprint()))
        .isEqualTo("r:db.t");
  }

  @Test
  void namesThatAreOneInUpperCaseButNotInLowerAreOne() {
    for (char c = 'a'; c <= 'z'; c++) {
      String tables = "\u017f%1$c, s%1$c, S%1$c, \u212a%1$c, k%1$c".formatted(c);

      assertThat(read("SELECT * FROM " + tables).footprint().tables()).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EXECUTE s",
        "FLUSH TABLES WITH READ LOCK",
        "FROBNICATE t",
        "BINLOG 'x'",
      })
  void whatIsNotCertainIsUnknown(String sql) {
    assertThat(read(sql).footprint().isUnknown()).isTrue();
  }

  @Test
  void aTableWithoutASchemaAnywhereIsUnknown() {
    StatementFacts facts = StatementReader.read("SELECT * FROM t", "", true, true);

    assertThat(facts.footprint().isUnknown()).isTrue();
  }

  @Test
  void aTextCutShortMayTouchAnythingBesides() {
    StatementFacts facts = StatementReader.read("INSERT INTO t VALUES (1", "db", true, false);

    assertThat(facts.footprint().isUnknown()).isTrue();
    assertThat(show(facts.footprint())).isEqualTo("w:db.t");
  }

  @Test
  void withoutBackslashEscapesAQuoteEndsBehindABackslash() {
    String sql = "SELECT '\\' FROM t";

    assertThat(show(StatementReader.read(sql, "db", false, true).footprint())).isEqualTo("r:db.t");
    assertThat(show(StatementReader.read(sql, "db", true, true).footprint())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'', EMPTY",
    "' -- nothing', EMPTY",
    "SELECT 1, SELECT",
    "select 1;, SELECT",
    "SELECT 1; SELECT 2, MULTI",
    "START TRANSACTION READ ONLY, BEGIN",
    "'START TRANSACTION READ ONLY, WITH CONSISTENT SNAPSHOT', BEGIN_SNAPSHOT",
    "BEGIN WORK, BEGIN",
    "COMMIT, COMMIT",
    "ROLLBACK WORK, ROLLBACK",
    "ROLLBACK TO SAVEPOINT a, SAVEPOINT",
    "/*!40101 SET NAMES utf8 */, SET",
    "XA START 'x', XA",
    "UNLOCK TABLES, UNLOCK_TABLES",
    "START REPLICA, SHOW",
  })
  void tellsTheKind(String sql, StatementKind kind) {
    assertThat(read(sql).kind()).isEqualTo(kind);
  }

  @Test
  void useNamesItsSchema() {
    assertThat(read("USE `my db`").schema()).isEqualTo("my db");
    assertThat(read("/* c */ use shop ;").schema()).isEqualTo("shop");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "SELECT a.b FROM t WHERE id=17 AND n = 'x' | SELECT a.b FROM t WHERE id = ? AND n = ?",
        "INSERT INTO t VALUES (1, 2,3,4) | INSERT INTO t VALUES(?, …)",
        "CREATE USER 'u'@'h' IDENTIFIED BY 'secret' | CREATE USER ? @? IDENTIFIED BY ?",
      })
  void digestHasNoLiterals(String sql, String digest) {
    assertThat(read(sql).digest()).isEqualTo(digest);
  }

  @Test
  void digestIsBounded() {
    assertThat(read("SELECT " + "a, ".repeat(1000)).digest())
        .hasSizeLessThanOrEqualTo(DigestBuilder.LENGTH_MAX);
  }

  @Test
  void noTextIsTooStrange() {
    Random random = new Random(7);
    String[] pieces = {
      "SELECT ", "FROM ", "WITH ", "(", ")", ",", "'", "\"", "`", "\\", "/*", "*/", "/*!", "--",
      ";", ".", "t ", "@", "{", "DELETE ", "UPDATE ", "FOR ", "USING ", "AS ", "0x", "\u0000", "é"
    };
    for (int i = 0; i < 20_000; i++) {
      StringBuilder sql = new StringBuilder();
      for (int n = random.nextInt(14); n >= 0; n--) {
        sql.append(pieces[random.nextInt(pieces.length)]);
      }
      assertThat(read(sql.toString()).digest()).as(sql.toString()).isNotNull();
    }
  }

  @Test
  void deepNestingIsUnknownNotAFailure() {
    assertThat(read("SELECT " + "(".repeat(100_000)).footprint().isUnknown()).isTrue();
  }

  private static StatementFacts read(String sql) {
    return StatementReader.read(sql, "db", true, true);
  }

  private static String show(Footprint footprint) {
    return footprint.tables().entrySet().stream()
        .map(entry -> (entry.getValue() == Access.WRITE ? "w:" : "r:") + entry.getKey())
        .sorted()
        .collect(Collectors.joining(" "));
  }

  @Test
  void aTextThatNamesThousandsOfTablesTouchesEverything() {
    String sql =
        IntStream.range(0, 5000).mapToObj(i -> "TABLE s.a" + i).collect(Collectors.joining(";"));

    assertThat(read(sql).footprint().isUnknown()).isTrue();
    assertThat(read("SELECT * FROM " + sql.replace("TABLE ", "").replace(";", ",")).footprint())
        .isEqualTo(Footprint.UNKNOWN);
  }

  @Test
  void aSchemaThatIsUsedHoldsForWhatFollows() {
    StatementFacts facts = read("USE b; INSERT INTO t VALUES (1)");

    assertThat(facts.footprint()).isEqualTo(Footprint.of(new TableName("b", "t"), Access.WRITE));
    assertThat(facts.schema()).isEqualTo("b");
  }
}
