package dev.lowtide.it.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.TestServer;
import dev.lowtide.it.harness.TestServers;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys as the binary log has them are to the letter what a query shows of the same rows. */
class ChangeFeedKeysIT {

  private static final int ROWS = 300;

  /** Dates that no calendar has are allowed here, as they are in tables that exist. */
  private static final String ANYTHING_GOES =
      "SET sql_mode = 'ALLOW_INVALID_DATES,NO_AUTO_VALUE_ON_ZERO'";

  private static TestServer server;

  @TempDir Path spool;

  @BeforeAll
  static void start() throws Exception {
    server = TestServers.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TINYINT | 8 | true", "TINYINT UNSIGNED | 8 | false",
        "SMALLINT | 16 | true", "SMALLINT UNSIGNED | 16 | false",
        "MEDIUMINT | 24 | true", "MEDIUMINT UNSIGNED | 24 | false",
        "INT | 32 | true", "INT(6) UNSIGNED ZEROFILL | 32 | false",
        "BIGINT | 64 | true", "BIGINT UNSIGNED | 64 | false"
      })
  void integers(String type, int bits, boolean isSigned) throws Exception {
    BigInteger offset = isSigned ? BigInteger.ONE.shiftLeft(bits - 1) : BigInteger.ZERO;

    assertKeys(
        type,
        random ->
            new BigInteger(random.nextInt(bits + 1), random)
                .subtract(offset)
                .max(offset.negate())
                .toString());
  }

  @ParameterizedTest
  @CsvSource({"5,2", "18,9", "65,30", "10,0", "9,9"})
  void decimals(int precision, int scale) throws Exception {
    assertKeys(
        "DECIMAL(" + precision + "," + scale + ")",
        random -> {
          BigInteger digits = new BigInteger(precision * 3, random);
          BigDecimal value = new BigDecimal(digits, scale);
          return (random.nextBoolean() ? value.negate() : value).toPlainString();
        });
  }

  @Test
  void years() throws Exception {
    assertKeys("YEAR", random -> random.nextInt(9) == 0 ? "0" : "" + (1901 + random.nextInt(255)));
  }

  @Test
  void dates() throws Exception {
    assertKeys("DATE", ChangeFeedKeysIT::date);
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "2", "3", "4", "5", "6"})
  void times(int digits) throws Exception {
    assertKeys(
        "TIME(" + digits + ")",
        random -> (random.nextBoolean() ? "-" : "") + random.nextInt(839) + clock(random, digits));
    assertKeys(
        "DATETIME(" + digits + ")",
        random -> date(random) + " " + random.nextInt(24) + clock(random, digits));
    assertKeys(
        "TIMESTAMP(" + digits + ")",
        random ->
            random.nextInt(9) == 0
                ? "0000-00-00 00:00:00"
                : (1971 + random.nextInt(66))
                    + "-0"
                    + (1 + random.nextInt(9))
                    + "-1"
                    + random.nextInt(10)
                    + " "
                    + random.nextInt(24)
                    + clock(random, digits));
  }

  @ParameterizedTest
  @CsvSource({
    "CHAR(10), utf8mb4", "VARCHAR(10), utf8mb4", "VARCHAR(100), utf8mb4", "CHAR(100), utf8mb4",
    "CHAR(10), latin1", "CHAR(10), utf16", "VARCHAR(10), utf32", "CHAR(5), gbk"
  })
  void texts(String type, String charset) throws Exception {
    assertKeys(
        type + " CHARACTER SET " + charset + " COLLATE " + charset + "_bin",
        random -> {
          String letters = "aA b\u00e9\u4e2d\ud83d\ude00 ";
          StringBuilder text = new StringBuilder();
          for (int i = random.nextInt(5); i > 0; i--) {
            int at = random.nextInt(6);
            text.append(letters.charAt(at));
          }
          return text.append(random.nextInt(9)).append(random.nextBoolean() ? " " : "").toString();
        });
  }

  @ParameterizedTest
  @CsvSource({"BINARY(4)", "VARBINARY(4)", "BINARY(255)", "VARBINARY(300)"})
  void bytes(String type) throws Exception {
    assertKeys(
        type,
        random -> {
          byte[] bytes = new byte[random.nextInt(5)];
          for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (random.nextBoolean() ? 0 : random.nextInt(3) * 16);
          }
          return "x'" + HexFormat.of().formatHex(bytes) + "'";
        });
  }

  /** Every other type stands before the key, so its length must be known. */
  @Test
  void keysAreFoundAmongColumnsOfAllTypes() throws Exception {
    String definition =
        "CREATE TABLE orders (a FLOAT, b DOUBLE, c BIT(1), d BIT(64), e BIT(13),"
            + " f ENUM('x','y'), g SET('p','q','r','s','t','u','v','w','z'), h TINYBLOB,"
            + " i BLOB, j MEDIUMTEXT, k LONGTEXT, l JSON, m GEOMETRY, n CHAR(255),"
            + " o VARCHAR(2000), p DATETIME(3), q TIMESTAMP(6) NULL, r TIME(1), s YEAR,"
            + " t DECIMAL(30,10), u BINARY(200), v INT AS (w + 1) VIRTUAL,"
            + " x VARCHAR(20) AS (CONCAT('k', w)) STORED, w INT NOT NULL,"
            + " y DECIMAL(5,2) NOT NULL, z VARCHAR(10) INVISIBLE, PRIMARY KEY (y, w))";
    try (FollowedTable table = FollowedTable.create(server, spool, definition, "y", "w")) {
      for (int i = 0; i < 50; i++) {
        table.execute(
            "INSERT INTO orders (y, w) VALUES (" + i + ".5, " + -i + ")",
            "INSERT INTO orders (a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, w,"
                + " y, z) VALUES (1.5, 2.5, 1, ~0, 77, 'y', 'p,z', 'tiny', REPEAT('b', 70000 % "
                + (i * 1000 + 1)
                + "), REPEAT('m', "
                + i * 3000
                + "), 'long', '{\"a\": [1, 2, null]}', ST_GeomFromText('POINT(1 2)'), REPEAT('n', "
                + i * 5
                + "), REPEAT('o', "
                + i * 10
                + "), NOW(3), NOW(6), '-1:02:03.4', 2026, -12345.678, 'u', "
                + i
                + ", -"
                + i
                + ".25, 'z')");
      }

      assertThat(table.drain()).hasSize(100).isEqualTo(table.selected());
    }
  }

  private static String date(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> "0000-00-00";
      case 1 -> random.nextInt(10000) + "-00-00";
      case 2 -> 1000 + random.nextInt(9000) + "-" + random.nextInt(13) + "-00";
      default -> 1000 + random.nextInt(9000) + "-" + random.nextInt(13) + "-" + random.nextInt(32);
    };
  }

  private static String clock(Random random, int digits) {
    String fraction = digits == 0 ? "" : "." + ("" + random.nextInt(1_000_000)).charAt(0);
    return ":" + random.nextInt(60) + ":" + random.nextInt(60) + fraction;
  }

  private interface Value {
    String next(Random random);
  }

  /** Rows that the server does not take, such as a second one of a key, are left out. */
  private void assertKeys(String type, Value value) throws Exception {
    String definition = "CREATE TABLE orders (k " + type + " NOT NULL PRIMARY KEY, v INT)";
    Random random = new Random(type.hashCode());
    try (FollowedTable table = created(definition)) {
      table.execute("BEGIN");
      for (int i = 0; i < ROWS; i++) {
        insert(table, value.next(random));
      }
      table.execute("COMMIT");

      assertThat(table.drain()).hasSizeGreaterThan(5).isEqualTo(table.selected());
    }
  }

  private FollowedTable created(String definition) throws Exception {
    FollowedTable table = FollowedTable.create(server, spool, definition, "k");
    table.execute(ANYTHING_GOES);
    return table;
  }

  private static void insert(FollowedTable table, String value) throws Exception {
    boolean isBytes = value.startsWith("x'");
    String place = isBytes ? value : "?";
    try (PreparedStatement insert =
        table.session().prepareStatement("INSERT IGNORE INTO orders VALUES (" + place + ", 1)")) {
      if (!isBytes) {
        insert.setString(1, value);
      }
      insert.execute();
    }
  }
}
