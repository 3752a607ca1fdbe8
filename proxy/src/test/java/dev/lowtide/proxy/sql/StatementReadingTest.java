package dev.lowtide.proxy.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts whose bytes alone do not say how the server reads them count in every way. */
class StatementReadingTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "SELECT \"\\\" FROM a -- \" FROM b | r:db.a r:db.b",
        "SELECT * FROM \"a\\\", b -- \", c | r:db.a\\ r:db.a\\\", b --  r:db.b r:db.c",
        "SELECT \"a\" FROM \"b\".\"c\" | r:b.c",
        "SELECT '\\' FROM a -- ' FROM b | r:db.b",
        "SELECT * FROM a /*!80000 JOIN b */ | r:db.a r:db.b",
        "SELECT * FROM a /*!99999 , ' */ , b /* ' */ | r:db.a r:db.b",
        "SELECT * FROM a /*M!100100 , b */ | r:db.a r:db.b",
        "SELECT * FROM /*!80000 a /* b */ , c */ d | r:db.a r:db.c r:db.d",
        "SELECT /*+ BKA(x) FROM b */ * FROM a | r:db.a",
        "SELECT \"\\\" FROM a /*!99999 , b */ -- \" | r:db.a r:db.b",
      })
  void says(String sql, String expected) {
    assertThat(Shown.of(StatementReader.read(sql, "db", true, true).footprint()))
        .isEqualTo(expected);
  }

  @Test
  void whatEitherWayTakesIsTakenAndWhatOnlyOneGivesBackIsKept() {
    List<Effect> effects =
        effects("SELECT 1 /*!99999 , GET_LOCK('a', 1), RELEASE_LOCK('b') */, RELEASE_LOCK('c')");

    assertThat(effects)
        .containsExactlyInAnyOrder(new Effect.UserLockTaken(), new Effect.UserLockReleased(false));
    assertThat(effects("/*!99999 DEALLOCATE PREPARE s */")).isEmpty();
    assertThat(effects("/*!99999 CREATE TEMPORARY TABLE t (x INT) */")).isEmpty();
  }

  @Test
  void ofTwoKindsTheMoreCautiousCounts() {
    assertThat(StatementReader.read("COMMIT /*!99999 ; SELECT 1 */", "db", true, true).kind())
        .isEqualTo(StatementKind.MULTI);
  }

  private static List<Effect> effects(String sql) {
    return StatementReader.read(sql, "db", true, true).effects();
  }
}
