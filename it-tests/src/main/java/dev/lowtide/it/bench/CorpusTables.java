package dev.lowtide.it.bench;

import java.util.ArrayList;
import java.util.List;

/** The tables of the corpus, about 40 MB each at scale 1; the same ones for the same seed. */
final class CorpusTables {

  private static final String DIGITS = "SHA2(CONCAT(seed, '-', i), 256)";

  /** Below 1. RAND of one number after the other is hardly random. */
  private static final String RANDOM = "(CRC32(CONCAT(seed, 'r', i)) / 4294967296)";

  private final List<CorpusTable> all = new ArrayList<>();

  private CorpusTables() {
    narrow();
    wide();
    randomKeys();
    textKeys();
    compositeKeys();
    manyKeys();
    longValues();
    json();
    partitioned();
    formats();
    types();
  }

  static List<CorpusTable> all() {
    return List.copyOf(new CorpusTables().all);
  }

  private void add(CorpusTable... tables) {
    all.addAll(List.of(tables));
  }

  /** Random text of a random length. */
  private static String text(int least, int most) {
    int times = most / 64 + 1;
    return "LEFT(REPEAT("
        + DIGITS
        + ", "
        + times
        + "), "
        + least
        + " + FLOOR("
        + RANDOM
        + " * "
        + (most - least + 1)
        + "))";
  }

  private void narrow() {
    CorpusTable narrow =
        CorpusTable.of(
                "narrow",
                600_000,
                "(n INT UNSIGNED PRIMARY KEY, a INT NOT NULL, b BIGINT, c VARCHAR(20), KEY (a))")
            .with("n", "i")
            .with("a", "FLOOR(" + RANDOM + " * 1000000)")
            .with("b", "IF(i % 5 = 0, NULL, i * 7)")
            .with("c", text(2, 20));
    add(
        narrow.as("_whole"),
        narrow.scattered(30),
        narrow.scattered(70),
        narrow.scattered(95),
        narrow.ranged(5),
        narrow.random(60),
        narrow.as("_oldest_80").then("DELETE FROM {t} WHERE n < {rows} * 0.8"));
  }

  private void wide() {
    CorpusTable wide =
        CorpusTable.of(
                "wide",
                40_000,
                "(n INT UNSIGNED PRIMARY KEY, a VARCHAR(2000) NOT NULL, b VARCHAR(600),"
                    + " d DATETIME(3) NOT NULL, KEY (d))")
            .with("n", "i")
            .with("a", text(200, 1400))
            .with("b", "IF(i % 3 = 0, NULL, " + text(10, 500) + ")")
            .with("d", "TIMESTAMPADD(SECOND, i, '2020-01-01')");
    CorpusTable medium =
        CorpusTable.of(
                "medium",
                200_000,
                "(n INT UNSIGNED PRIMARY KEY, a VARCHAR(255) NOT NULL, k INT NOT NULL, KEY (k),"
                    + " KEY (a(20)))")
            .with("n", "i")
            .with("a", text(40, 200))
            .with("k", "CRC32(i)");
    String shrink = "UPDATE {t} SET a = LEFT(a, CHAR_LENGTH(a) DIV 5) WHERE CRC32(n) % 10 < ";
    add(
        wide.as("_whole"),
        wide.scattered(50),
        wide.ranged(6),
        wide.as("_updated_90").then(shrink + 9),
        medium.as("_updated_60").then(shrink + 6),
        medium
            .as("_updated_deleted")
            .then(shrink + 8, "DELETE FROM {t} WHERE CRC32(CONCAT('s', n)) % 100 < 40"));
  }

  private void randomKeys() {
    CorpusTable random =
        CorpusTable.of(
                "inserted",
                300_000,
                "(k BIGINT UNSIGNED PRIMARY KEY, n INT NOT NULL, a VARCHAR(100) NOT NULL, KEY (n))")
            .with("k", "FLOOR(" + RANDOM + " * 1000000000000000) + i")
            .with("n", "i")
            .with("a", text(20, 100));
    add(random.as("_at_random"), random.as("_at_random").scattered(50));
  }

  private void textKeys() {
    CorpusTable uuid =
        CorpusTable.of(
                "uuid",
                200_000,
                "(k CHAR(36) CHARACTER SET ascii PRIMARY KEY, n INT NOT NULL,"
                    + " a VARCHAR(120) NOT NULL, KEY (n))")
            .with("k", "CONCAT(LEFT(" + DIGITS + ", 32), '-abc')")
            .with("n", "i")
            .with("a", text(20, 120));
    CorpusTable named =
        CorpusTable.of(
                "named",
                250_000,
                "(k VARCHAR(80) PRIMARY KEY, n INT NOT NULL, a VARCHAR(90), KEY (a, n))")
            .with("k", "CONCAT('customer/', LPAD(i, 9, '0'), '/', LEFT(" + DIGITS + ", i % 20))")
            .with("n", "i")
            .with("a", text(5, 80));
    add(uuid.as("_whole"), uuid.scattered(60), named.scattered(40), named.ranged(6));
  }

  private void compositeKeys() {
    CorpusTable tenants =
        CorpusTable.of(
                "tenants",
                350_000,
                "(tenant INT NOT NULL, n INT UNSIGNED NOT NULL, d DATE NOT NULL,"
                    + " a VARCHAR(60) NOT NULL, PRIMARY KEY (tenant, n), KEY (d))")
            // A few of them have most of the rows.
            .with("tenant", "FLOOR(POW(" + RANDOM + ", 6) * 5000)")
            .with("n", "i")
            .with("d", "TIMESTAMPADD(DAY, i % 2000, '2020-01-01')")
            .with("a", text(10, 60));
    CorpusTable days =
        CorpusTable.of(
                "days",
                350_000,
                "(d DATE NOT NULL, kind VARCHAR(10) NOT NULL, n INT NOT NULL,"
                    + " v DECIMAL(20,4), a CHAR(30) NOT NULL, PRIMARY KEY (d DESC, kind, n))")
            .with("d", "TIMESTAMPADD(DAY, i DIV 1000, '2020-01-01')")
            .with("kind", "ELT(1 + i % 3, 'order', 'refund', 'x')")
            .with("n", "i")
            .with("v", "i / 3")
            .with("a", text(1, 30));
    add(
        tenants.scattered(50),
        tenants.as("_gone").then("DELETE FROM {t} WHERE tenant % 3 < 2"),
        days.ranged(7),
        days.random(50));
  }

  private void manyKeys() {
    CorpusTable keys =
        CorpusTable.of(
                "keys",
                120_000,
                "(n INT UNSIGNED PRIMARY KEY, a INT NOT NULL, b INT, c VARCHAR(40) NOT NULL,"
                    + " d DATETIME NOT NULL, e VARCHAR(60) NOT NULL, UNIQUE KEY (e, n), KEY (a),"
                    + " KEY (b, a), KEY (c), KEY (d DESC), KEY (c(8), d), KEY ((a + b)))")
            .with("n", "i")
            .with("a", "CRC32(i)  DIV 4")
            .with("b", "IF(i % 4 = 0, NULL, i % 1000)")
            .with("c", text(8, 40))
            .with("d", "TIMESTAMPADD(MINUTE, CRC32(i) % 1000000, '2020-01-01')")
            .with("e", text(12, 60));
    add(keys.as("_whole"), keys.scattered(50), keys.ranged(5));
  }

  private void longValues() {
    CorpusTable blob =
        CorpusTable.of(
                "blob", 1_500, "(n INT UNSIGNED PRIMARY KEY, a VARCHAR(40) NOT NULL, v LONGBLOB)")
            .with("n", "i")
            .with("a", text(5, 40))
            .with("v", text(9_000, 45_000));
    CorpusTable mixed =
        CorpusTable.of("mixed", 6_000, "(n INT UNSIGNED PRIMARY KEY, a TEXT, b TEXT, KEY (a(30)))")
            .with("n", "i")
            .with("a", text(20, 7_000))
            .with("b", "IF(i % 4 = 0, NULL, " + text(100, 9_000) + ")");
    add(
        blob.as("_whole"),
        blob.scattered(60),
        blob.as("_emptied").then("UPDATE {t} SET v = NULL WHERE CRC32(n) % 10 < 7"),
        mixed.as("_whole"),
        mixed.scattered(50),
        mixed.as("_compact").options("ROW_FORMAT=COMPACT").scattered(50));
  }

  private void json() {
    CorpusTable json =
        CorpusTable.of("json", 60_000, "(n INT UNSIGNED PRIMARY KEY, v JSON NOT NULL)")
            .with("n", "i")
            .with(
                "v",
                "JSON_OBJECT('id', i, 'name', "
                    + text(10, 60)
                    + ", 'tags', JSON_ARRAY(i % 7, i % 11, 'x'), 'more', "
                    + text(50, 700)
                    + ")");
    add(
        json.scattered(55),
        json.as("_updated")
            .then("UPDATE {t} SET v = JSON_REMOVE(v, '$.more') WHERE CRC32(n) % 10 < 8"));
  }

  private void partitioned() {
    CorpusTable ranges =
        CorpusTable.of(
                "parts", 400_000, "(n INT UNSIGNED PRIMARY KEY, a VARCHAR(80) NOT NULL, KEY (a))")
            .options(
                "PARTITION BY RANGE (n) (PARTITION p0 VALUES LESS THAN (150000),"
                    + " PARTITION p1 VALUES LESS THAN (300000),"
                    + " PARTITION pMax VALUES LESS THAN MAXVALUE)")
            .with("n", "i")
            .with("a", text(20, 80));
    CorpusTable hash =
        CorpusTable.of("hashed", 400_000, "(n INT UNSIGNED PRIMARY KEY, a VARCHAR(80) NOT NULL)")
            .options("PARTITION BY HASH (n) PARTITIONS 4")
            .with("n", "i")
            .with("a", text(20, 80));
    add(
        ranges.scattered(50),
        hash.ranged(5),
        hash.as("_one").then("DELETE FROM {t} PARTITION (p2)"));
  }

  private void formats() {
    String definition =
        "(n INT UNSIGNED PRIMARY KEY, a VARCHAR(200) NOT NULL, b CHAR(20) NOT NULL,"
            + " k INT NOT NULL, KEY (k))";
    CorpusTable plain =
        CorpusTable.of("format", 200_000, definition)
            .with("n", "i")
            .with("a", text(30, 150))
            .with("b", text(3, 20))
            .with("k", "CRC32(i)");
    CorpusTable eight = plain.options("ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=8").as("_zip8");
    CorpusTable four = plain.options("ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=4").as("_zip4");
    add(
        plain.options("ROW_FORMAT=REDUNDANT").as("_redundant").scattered(50),
        plain.options("ROW_FORMAT=COMPACT").as("_compact").scattered(50),
        eight.as("_whole"),
        eight.scattered(50),
        four.scattered(60),
        four.ranged(5));
  }

  private void types() {
    CorpusTable types =
        CorpusTable.of(
                "types",
                120_000,
                "(n INT UNSIGNED PRIMARY KEY, a DECIMAL(30,8), b BINARY(16) NOT NULL, c CHAR(40),"
                    + " d CHAR(10) CHARACTER SET latin1, e ENUM('x','y','z'), f SET('p','q'),"
                    + " g BIT(12), h DOUBLE, i2 FLOAT, j TIME(4), k TIMESTAMP(6) NULL, l YEAR,"
                    + " m MEDIUMINT, o TINYINT, p SMALLINT, q VARBINARY(300), r TINYTEXT,"
                    + " s VARCHAR(50) AS (CONCAT(c, '!')) STORED, u INT AS (n + 1) VIRTUAL,"
                    + " KEY (u), KEY (s))")
            .with("n", "i")
            .with("a", "i / 7")
            .with("b", "UNHEX(LEFT(" + DIGITS + ", 32))")
            .with("c", "IF(i % 6 = 0, NULL, " + text(5, 40) + ")")
            .with("d", "LEFT(" + DIGITS + ", 7)")
            .with("e", "1 + i % 3")
            .with("f", "i % 4")
            .with("g", "i % 4096")
            .with("h", "i / 3")
            .with("i2", "IF(i % 2 = 0, NULL, i)")
            .with("j", "SEC_TO_TIME(i % 80000)")
            .with("k", "FROM_UNIXTIME(1500000000 + i)")
            .with("l", "2000 + i % 50")
            .with("m", "i % 100000")
            .with("o", "i % 100")
            .with("p", "i % 30000")
            .with("q", text(0, 250))
            .with("r", text(1, 100));
    add(types.scattered(45));
  }
}
