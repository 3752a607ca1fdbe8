package dev.lowtide.it.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.scenarios.Lab;
import dev.lowtide.scheduler.copy.KeyColumn;
import dev.lowtide.scheduler.copy.RowKey;
import dev.lowtide.scheduler.verify.TwinReader;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values of every type that differ in their least bit are seen to; equal ones never are. */
class TwinValuesIT {

  private static final String MEMBERS =
      IntStream.rangeClosed(1, 64).mapToObj(i -> "'m" + i + "'").collect(Collectors.joining(","));

  private static final String AWFUL =
      """
      id INT PRIMARY KEY, ti TINYINT, bu BIGINT UNSIGNED, zf INT(8) ZEROFILL, de DECIMAL(65,30),
      fl FLOAT, fd FLOAT(7,3), db DOUBLE, dd DOUBLE(20,2), bi BIT(64), da DATE, dt DATETIME(6),
      ts TIMESTAMP(6) NULL, tm TIME(6), ye YEAR, ch CHAR(10) COLLATE utf8mb4_0900_ai_ci,
      vc VARCHAR(100) COLLATE utf8mb4_general_ci, la VARCHAR(50) CHARACTER SET latin1,
      uc VARCHAR(20) CHARACTER SET utf16, bn BINARY(4), vb VARBINARY(20), tx TEXT, lb LONGBLOB,
      en ENUM('x','','y'), se SET(MEMBERS), js JSON, ge GEOMETRY, po POINT SRID 4326,
      iv INT INVISIBLE, gs INT AS (ti + 1) STORED, gv VARCHAR(50) AS (CONCAT(vc, '!')) VIRTUAL"""
          .replace("MEMBERS", MEMBERS);

  private static Twins twins;

  @BeforeAll
  static void connect() throws Exception {
    twins = new Twins();
    twins.create(AWFUL);
    for (int id = -3; id <= 3; id++) {
      twins.executeInBoth("INSERT INTO TWIN (id, iv) VALUES (" + id + ", 4)");
    }
  }

  @AfterAll
  static void disconnect() throws Exception {
    twins.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "ti | 0 | NULL",
        "bu | 18446744073709551615 | 18446744073709551614",
        "zf | 7 | 8",
        "de | 0 | 0.000000000000000000000000000001",
        "de | 12345678901234567890123456789012345.1 | 12345678901234567890123456789012345.2",
        "fl | 1.1 | 1.1000001431",
        "fl | 0e0 | -0e0",
        "fl | 16777216 | 16777218",
        "fd | 1.001 | 1.002",
        "db | 0.1 | 0.10000000000000002e0",
        "db | 0e0 | -0e0",
        "db | 1.7976931348623157e308 | 1.7976931348623155e308",
        "db | 5e-324 | 0e0",
        "dd | 12345678901234.55 | 12345678901234.56",
        "bi | x'8000000000000000' | x'8000000000000001'",
        "bi | 0 | NULL",
        "da | '0000-00-00' | '2021-02-31'",
        "da | '0000-00-00' | NULL",
        "dt | '2021-02-31 00:00:00.000001' | '2021-02-31 00:00:00'",
        "ts | '0000-00-00' | '1970-01-01 00:00:01'",
        "ts | '2038-01-19 03:14:07.999999' | '2038-01-19 03:14:07.999998'",
        "tm | '-00:00:00.000001' | '00:00:00.000001'",
        "tm | '838:59:59' | '838:59:58'",
        "ye | 0 | 2000",
        "ch | 'a' | 'A'",
        "ch | 'a' | 'á'",
        "ch | '' | NULL",
        "vc | 'a' | 'a '",
        "vc | 'N' | NULL",
        "vc | 'ß' | 's'",
        "vc | 'é' | _utf8mb4 x'65CC81'",
        "la | _latin1 x'80' | _latin1 x'81'",
        "la | _latin1 x'E9' | _latin1 x'C9'",
        "uc | _utf16 x'0061' | _utf16 x'0041'",
        "bn | x'00' | x'01'",
        "bn | x'20' | x'00'",
        "vb | '' | x'00'",
        "vb | x'FFFE' | x'FFFF'",
        "tx | CONCAT(REPEAT('x', 60000), 'y') | CONCAT(REPEAT('x', 60000), 'Y')",
        "tx | 'x,N' | 'x,n'",
        "lb | REPEAT('x', 9000000) | CONCAT(REPEAT('x', 8999999), 'y')",
        "en | '' | 0",
        "en | 1 | 3",
        "se | 'm64' | 'm63'",
        "se | 'm1,m64' | 'm64'",
        "se | '' | NULL",
        "js | CAST(1.0 AS JSON) | CAST(1.0e0 AS JSON)",
        "js | '{\"a\": [1, {\"b\": 2.5}]}' | JSON_OBJECT('a', JSON_ARRAY(1, JSON_OBJECT('b', CAST(2.5 AS DECIMAL(2,1)))))",
        "js | '[[1], 2]' | JSON_ARRAY(JSON_ARRAY(CAST(1 AS UNSIGNED)), 2)",
        "js | '[\"2020-01-01\"]' | JSON_ARRAY(CAST('2020-01-01' AS DATE))",
        "js | '{\"a\": 1}' | '{\"A\": 1}'",
        "js | 'null' | NULL",
        "js | '\"base64:type15:AAE=\"' | CAST(x'0001' AS JSON)",
        "js | '[-0.0]' | '[0.0]'",
        "js | '0.1' | '0.10000000000000002'",
        "js | 'true' | '\"true\"'",
        "ge | ST_GeomFromText('POINT(1 2)') | ST_GeomFromText('POINT(1 2.0000000000000004)')",
        "ge | ST_GeomFromText('POINT(1 2)') | ST_GeomFromText('POINT(1 2)', 3857)",
        "ge | ST_GeomFromText('GEOMETRYCOLLECTION EMPTY') | NULL",
        "po | ST_GeomFromText('POINT(1 2)', 4326) | ST_GeomFromText('POINT(2 1)', 4326)",
        "iv | 0 | 1"
      })
  void leastDifference(String column, String one, String other) throws Exception {
    assertThat(differing(column, one, other)).containsExactly(RowKey.of("-1"));
    assertThat(differing(column, one, one)).isEmpty();
    assertThat(differing(column, other, other)).isEmpty();
  }

  private static Set<RowKey> differing(String column, String original, String copy)
      throws Exception {
    String set = " SET " + column + " = %s WHERE id = -1";
    twins.execute(
        "UPDATE " + Twins.ORIGINAL + set.formatted(original),
        "UPDATE " + Twins.COPY + set.formatted(copy));
    try (TwinReader reader = twins.reader(Twins.id())) {
      Twins.Whole whole = Twins.compare(reader, 3);
      assertThat(whole.rows()).isEqualTo(7);
      assertThat(reader.differing(List.of(RowKey.of("-1"), RowKey.of("0"))))
          .isEqualTo(whole.differing());
      return whole.differing();
    } finally {
      twins.executeInBoth("UPDATE TWIN SET " + column + " = NULL WHERE id = -1");
    }
  }

  @Test
  void valuesThatChangePlaces() throws Exception {
    twins.execute(
        "UPDATE " + Twins.ORIGINAL + " SET vb = 'a', tx = NULL WHERE id = 0",
        "UPDATE " + Twins.COPY + " SET vb = NULL, tx = 'a' WHERE id = 0",
        "UPDATE " + Twins.ORIGINAL + " SET ti = 1, bu = 23 WHERE id = 1",
        "UPDATE " + Twins.COPY + " SET ti = 12, bu = 3 WHERE id = 1");
    try (TwinReader reader = twins.reader(Twins.id())) {
      assertThat(Twins.compare(reader, 3).differing())
          .containsExactlyInAnyOrder(RowKey.of("0"), RowKey.of("1"));
    } finally {
      twins.executeInBoth("UPDATE TWIN SET vb = NULL, tx = NULL, ti = NULL, bu = NULL");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tinyint | TINYINT | -128; -1; 0; 1; 127",
        "int | INT UNSIGNED | 0; 1; 4294967295",
        "bigint | BIGINT | -9223372036854775808; -1; 0; 9223372036854775807",
        "bigint | BIGINT UNSIGNED | 0; 9223372036854775808; 18446744073709551615",
        "decimal | DECIMAL(30,10) | -1.5; 0; 0.0000000001; 12345678901234567890.1",
        "year | YEAR | 0; 1901; 2000; 2155",
        "date | DATE | '0000-00-00'; '2021-02-31'; '2021-03-01'; '9999-12-31'",
        "datetime | DATETIME(6) | '0000-00-00'; '2021-02-31 01:02:03.000001'; '2021-03-01'",
        "timestamp | TIMESTAMP(3) | '0000-00-00'; '1970-01-01 00:00:01'; '2021-03-28 02:30:00.001'",
        "time | TIME(6) | '-838:59:59'; '-00:00:00.000001'; '00:00:00'; '12:34:56.7'; '838:59:59'",
        "char | CHAR(5) COLLATE utf8mb4_0900_ai_ci | ''; 'a'; 'B'; 'c d'; 'é'",
        "varchar | VARCHAR(20) COLLATE utf8mb4_bin | ''; 'A'; 'a'; 'a\\\\b'; '''x'''; '😀'",
        "varchar | VARCHAR(20) COLLATE utf8mb4_0900_bin | ''; ' '; 'a'; 'a '",
        "varchar | VARCHAR(20) COLLATE utf8mb4_general_ci | 'a'; 'b'; 'ß'; 'z'",
        "binary | BINARY(3) | x'00'; x'000001'; x'80'; x'FFFFFF'",
        "varbinary | VARBINARY(9) | ''; x'00'; x'0000'; x'27'; x'5C'; x'FF'"
      })
  void everyKindOfKey(String type, String definition, String values) throws Exception {
    everyKey(type, definition, "utf8mb4", values);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "latin1 | ''; _latin1 x'41'; _latin1 x'81'; _latin1 x'FF'",
        "utf16 | ''; _utf16 x'0041'; _utf16 x'D83DDE00'",
        "ucs2 | ''; _ucs2 x'0027'; _ucs2 x'4E00'",
        "sjis | ''; _sjis x'8140'; _sjis x'5C'",
        "gbk | ''; _gbk x'815C'; 'a'"
      })
  void keysOfOtherCharacterSets(String charset, String values) throws Exception {
    everyKey("varchar", "VARCHAR(20) CHARACTER SET " + charset, charset, values);
  }

  private static void everyKey(String type, String definition, String charset, String values)
      throws Exception {
    boolean isBytes = type.endsWith("binary");
    KeyColumn column = new KeyColumn("k`1", 0, type, false, isBytes ? "binary" : charset, 0);
    KeyColumn other = new KeyColumn("k2", 1, "int", false, "", 0);
    String columns = "`k``1` " + definition + ", k2 INT, v VARCHAR(20), PRIMARY KEY (";
    List<String> keys = List.of(values.split("; ", -1));
    twins.create(columns + "`k``1`)");
    for (String key : keys) {
      twins.executeInBoth("INSERT INTO TWIN VALUES (" + key.trim() + ", 1, 'v')");
    }
    assertThatAllAreFound(keys.size(), column);
    twins.create(columns + "`k``1`, k2)");
    for (String key : keys) {
      twins.executeInBoth(
          "INSERT INTO TWIN SELECT " + key.trim() + ", n, 'v' FROM (VALUES ROW(-1), ROW(5)) x (n)");
    }
    assertThatAllAreFound(2 * keys.size(), column, other);
    connectAgain();
  }

  private static void assertThatAllAreFound(int rows, KeyColumn... key) throws Exception {
    try (TwinReader reader = twins.reader(key)) {
      assertThat(Twins.compare(reader, 1)).isEqualTo(new Twins.Whole(rows, Set.of()));
      twins.execute("UPDATE " + Twins.COPY + " SET v = 'V'");
      Set<RowKey> all = Twins.compare(reader, 2).differing();
      assertThat(all).hasSize(rows);
      assertThat(reader.differing(all)).isEqualTo(all);
      for (RowKey one : all) {
        assertThat(reader.differing(Set.of(one))).containsExactly(one);
      }
      twins.execute("DELETE FROM " + Twins.COPY);
      assertThat(Twins.compare(reader, 1)).isEqualTo(new Twins.Whole(rows, all));
    }
  }

  /** 'a' and 'A' are one key to the server; their bytes are two. */
  @Test
  void keysThatOnlyTheServerTakesForOne() throws Exception {
    twins.create("id VARCHAR(9) COLLATE utf8mb4_general_ci PRIMARY KEY");
    twins.execute(
        "INSERT INTO " + Twins.ORIGINAL + " VALUES ('a'), ('b')",
        "INSERT INTO " + Twins.COPY + " VALUES ('A'), ('b ')");
    KeyColumn id = new KeyColumn("id", 0, "varchar", false, "utf8mb4", 0);
    try (TwinReader reader = twins.reader(id)) {
      Set<RowKey> all =
          Set.of(RowKey.of("61"), RowKey.of("41"), RowKey.of("62"), RowKey.of("6220"));
      assertThat(Twins.compare(reader, 1).differing()).isEqualTo(all);
      assertThat(reader.differing(all)).isEqualTo(all);
      assertThat(reader.differing(Set.of(RowKey.of("61"))))
          .isEqualTo(new HashSet<>(List.of(RowKey.of("61"), RowKey.of("41"))));
    }
    connectAgain();
  }

  @Test
  void storedColumnThatIsComputedOtherwise() throws Exception {
    twins.execute(
        "DROP TABLE IF EXISTS " + Twins.ORIGINAL + ", " + Twins.COPY,
        "CREATE TABLE " + Twins.ORIGINAL + " (id INT PRIMARY KEY, g INT AS (id + 1) STORED)",
        "CREATE TABLE " + Twins.COPY + " (id INT PRIMARY KEY, g INT AS (id + 2) STORED)");
    twins.executeInBoth("INSERT INTO TWIN (id) VALUES (7)");
    try (TwinReader reader = twins.reader(Twins.id())) {
      assertThat(Twins.compare(reader, 3).differing()).containsExactly(RowKey.of("7"));
    }
    connectAgain();
  }

  @Test
  void vectorsWhereTheServerHasThem() throws Exception {
    String version = String.valueOf(Lab.ask(twins.connection, "SELECT VERSION()"));
    boolean hasVectors = Integer.parseInt(version.substring(0, version.indexOf('.'))) >= 9;
    String type = hasVectors ? "VECTOR(2)" : "VARBINARY(8)";
    twins.create("id INT PRIMARY KEY, ve " + type);
    twins.executeInBoth("INSERT INTO TWIN VALUES (1, x'0000803F00000040'), (2, NULL)");
    try (TwinReader reader = twins.reader(Twins.id())) {
      assertThat(Twins.compare(reader, 1).differing()).isEmpty();
      twins.execute("UPDATE " + Twins.COPY + " SET ve = x'0000803F01000040' WHERE id = 1");
      assertThat(Twins.compare(reader, 1).differing()).containsExactly(RowKey.of("1"));
    }
    connectAgain();
  }

  /** The table of all types, as the other tests expect it. */
  private static void connectAgain() throws Exception {
    twins.close();
    connect();
  }
}
