package dev.lowtide.proxy.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyReaderTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "'' | ?",
        "SELECT * FROM a | r:db.a",
        "BEGIN END | ",
        "BEGIN SELECT 1 FROM a; DELETE FROM s.b; END | r:db.a w:s.b",
        "l: BEGIN UPDATE a SET x = 1; LEAVE l; END l | w:db.a",
        "BEGIN DECLARE x, y INT; UPDATE a SET b = x; END | w:db.a",
        "BEGIN DECLARE x INT DEFAULT (SELECT MAX(x) FROM a); END | r:db.a",
        "BEGIN DECLARE c CURSOR FOR SELECT x FROM a FOR UPDATE; OPEN c; FETCH c INTO x, y; CLOSE c; END | w:db.a",
        "BEGIN DECLARE c CURSOR FOR WITH q AS (TABLE a) SELECT x FROM q; END | r:db.a",
        "BEGIN DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = (SELECT 1 FROM a); TABLE b; END | r:db.a r:db.b",
        "BEGIN DECLARE EXIT HANDLER FOR SQLSTATE VALUE '23000', 1062, SQLEXCEPTION BEGIN DELETE FROM a; END; TABLE b; END | r:db.b w:db.a",
        "BEGIN DECLARE gone CONDITION FOR 1051; DECLARE EXIT HANDLER FOR gone DELETE FROM a; END | w:db.a",
        "BEGIN DECLARE EXIT HANDLER FOR gone, SQLWARNING INSERT INTO a VALUES (1); END | w:db.a",
        "BEGIN DECLARE EXIT HANDLER FOR gone START TRANSACTION; UPDATE a SET x = 1; END | w:db.a",
        "IF (SELECT 1 FROM a) THEN TABLE b; ELSEIF EXISTS (TABLE c) THEN TABLE d; ELSE UPDATE e SET x = 1; END IF | r:db.a r:db.b r:db.c r:db.d w:db.e",
        "IF CASE WHEN x THEN 1 ELSE 2 END = 1 THEN TABLE a; END IF | r:db.a",
        "CASE x WHEN (SELECT 1 FROM a) THEN DELETE FROM b; ELSE TABLE c; END CASE | r:db.a r:db.c w:db.b",
        "CASE WHEN x = 1 THEN TABLE a; WHEN y IN (TABLE b) THEN TABLE c; END CASE | r:db.a r:db.b r:db.c",
        "WHILE EXISTS (SELECT 1 FROM a) DO DELETE FROM b; END WHILE; TABLE c | r:db.a r:db.c w:db.b",
        "REPEAT TABLE a; UNTIL (SELECT 1 FROM b) END REPEAT | r:db.a r:db.b",
        "l: LOOP TABLE a; IF x THEN ITERATE l; END IF; TABLE b; END LOOP l | r:db.a r:db.b",
        "RETURN (SELECT MAX(x) FROM a) + f(1) | f:db.f r:db.a",
        "SET NEW.x = (SELECT 1 FROM a WHERE a.y = OLD.y), @z = s.g() | f:s.g r:db.a",
        "BEGIN CALL p(1); CALL s.q((TABLE a)); END | p:db.p p:s.q r:db.a",
        "BEGIN SELECT x, y INTO v, w FROM a; INSERT INTO b VALUES (v); END | r:db.a w:db.b",
        "BEGIN PREPARE s FROM @sql; EXECUTE s; END | ?",
        "BEGIN TRUNCATE a; ALTER TABLE b ADD x INT; END | w:db.a w:db.b",
        "BEGIN IF x THEN BEGIN DELETE FROM a; END; END IF; INSERT INTO b SELECT IF(1, 2, 3) FROM c; END | r:db.c w:db.a w:db.b",
        "BEGIN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no'; TABLE a; END | r:db.a",
        "BEGIN START TRANSACTION; UPDATE a SET x = 1; COMMIT; END | w:db.a",
        "BEGIN GET DIAGNOSTICS CONDITION 1 x = RETURNED_SQLSTATE; DO f(); END | f:db.f",
        "{ let x = 1; } | ?",
      })
  void everyStatementAndEveryConditionCounts(String body, String expected) {
    assertThat(Shown.of(BodyReader.read(body, "db", true)))
        .isEqualTo(expected == null ? "" : expected);
  }
}
