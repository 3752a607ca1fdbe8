package dev.lowtide.proxy.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which texts are one to the cache. */
class FingerprintTest {

  private final Fingerprint fingerprint = new Fingerprint();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "SELECT * FROM t WHERE id = 17 | SELECT * FROM t WHERE id = 4711",
        "SELECT * FROM t WHERE a = 'x' | SELECT * FROM t WHERE a = 'it''s \\' FROM u'",
        "SELECT 1.5, 2 FROM t | SELECT 0.25e7, 3 FROM t",
        "SELECT 0xCAFE FROM t | SELECT 0x01 FROM t",
        "SELECT * FROM t WHERE id IN (1, 2) | SELECT * FROM t WHERE id IN (1, 2, 3, 'x', 5)",
        "select a from t | select  a /* request 4711 */ from t -- x",
        "INSERT INTO t VALUES (1, 'a', NULL) | INSERT INTO t VALUES (2, 'b', NULL)",
        "CALL p(1) | CALL p(2)",
        "SELECT * FROM t, 1.5 x | SELECT * FROM t, 7.5 x",
        "SELECT * FROM 0xAB | SELECT * FROM 0x01",
        "(SELECT 1 FROM t) | ( SELECT 2 FROM t)",
      })
  void literalsSpaceAndCommentsDoNotTellThemApart(String one, String other) {
    assertThat(of(one)).isEqualTo(of(other));
    assertThat(facts(one)).isEqualTo(facts(other));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "SELECT * FROM t1 | SELECT * FROM t2",
        "SELECT * FROM t.1 | SELECT * FROM t.2",
        "SELECT @1 | SELECT @2",
        "UPDATE a.'b' SET c = 1 | UPDATE a.'d' SET c = 1",
        "SELECT * FROM `1` | SELECT * FROM `2`",
        "SELECT * FROM \"1\" | SELECT * FROM \"2\"",
        "SELECT \"\\\" FROM t -- \" | SELECT \"\\\" FROM u -- \"",
        "SELECT 1 FROM t | SELECT 1, 2 FROM t",
        "SELECT 1, a FROM t | SELECT 1 a FROM t",
        "SELECT ab FROM t | SELECT a b FROM t",
        "SELECT 1; DROP TABLE a | SELECT 1; DROP TABLE b",
        "SELECT /*!80000 1 */ FROM t | SELECT /*!80000 2 */ FROM t",
        "SELECT 1 FROM 1e | SELECT 1 FROM 2e",
        "SET transaction_isolation = 'SERIALIZABLE' | SET transaction_isolation = 'READ-COMMITTED'",
        "PREPARE s FROM 'SELECT 1 FROM t' | PREPARE s FROM 'SELECT 1 FROM u'",
        "XA START 'a' | XA START 'b'",
        "SELECTION 1 | SELECTION 2",
      })
  void allElseTellsThemApart(String one, String other) {
    assertThat(of(one)).isNotEqualTo(of(other));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "SELECT", "SELECT '", "SELECT \"", "/*", "/*!", "((", "1,", "--", "'"})
  void everyTextHasOne(String sql) {
    assertThat(of(sql)).isEqualTo(of(sql));
  }

  @Test
  void whereAStringEndsDependsOnBackslashes() {
    String one = "SELECT '\\' FROM t WHERE a = ' 1'";
    String other = "SELECT '\\' FROM t WHERE a = ' 2'";

    assertThat(of(one, true)).isNotEqualTo(of(one, false));
    assertThat(of(one, false)).isEqualTo(of(other, false));
  }

  private List<Long> of(String sql) {
    return of(sql, true);
  }

  private List<Long> of(String sql, boolean hasBackslashEscapes) {
    byte[] bytes = sql.getBytes(StandardCharsets.UTF_8);
    fingerprint.read(Unpooled.wrappedBuffer(bytes), 0, bytes.length, hasBackslashEscapes);
    return List.of(fingerprint.high(), fingerprint.low());
  }

  private static StatementFacts facts(String sql) {
    return StatementReader.read(sql, "shop", true, true);
  }
}
