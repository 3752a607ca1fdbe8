package dev.lowtide.it.copy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Definitions of tables with everything that people put into them. All are of a table {@code t}.
 */
final class Definitions {

  /** Such that come out the same. */
  static final List<Given> COPIED = new ArrayList<>();

  /** Such that cannot be made again. */
  static final List<Given> REFUSED = new ArrayList<>();

  /**
   * One of them.
   *
   * @param reason a part of that which is given when it is refused
   * @param statements the first ones make it, later ones change and fill it
   */
  record Given(String name, String reason, List<String> statements) {

    @Override
    public String toString() {
      return name;
    }
  }

  private Definitions() {}

  static {
    copied(
        "plain",
        "CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, v VARCHAR(20), KEY v (v))"
            + " AUTO_INCREMENT = 17",
        "INSERT INTO t (v) VALUES ('a'), ('b')");
    copied(
        "a comment that says generated",
        "CREATE TABLE t (id INT PRIMARY KEY, v INT COMMENT 'value generated always as (x) STORED',"
            + " w INT COMMENT 'a ''quoted'' \"word\" and a back\\\\slash',"
            + " KEY w (w) COMMENT 'line\\n  KEY `v` (`v`),\\n)') COMMENT = ') ENGINE=X {fn now()}'",
        "INSERT INTO t VALUES (1, 2, 3)");
    copied(
        "names with everything in them",
        "CREATE TABLE t (`id ``of`` it` INT PRIMARY KEY, `größe \"x\"` INT, `{d '2020'}` INT, `?`"
            + " INT, `日本語` INT, `new\nline` INT, KEY `KEY ``a`` (` (`größe \"x\"`),"
            + " KEY `,\n  KEY ``b` (`new\nline`), KEY `索引` (`日本語`, `?`))",
        "INSERT INTO t VALUES (1, 2, 3, 4, 5, 6)");
    copied(
        "emoji",
        "CREATE TABLE t (id INT PRIMARY KEY COMMENT 'größe 日本', a VARCHAR(20) DEFAULT '😀',"
            + " b VARCHAR(20) AS (CONCAT('😀', id)) VIRTUAL, c VARCHAR(20) DEFAULT (CONCAT('é😀')),"
            + " d CHAR(4) CHARACTER SET utf16 DEFAULT '?', CHECK (a <> '😎'), KEY b (b),"
            + " KEY f ((CONCAT(a, '🙈')))) DEFAULT CHARSET = utf8mb4",
        "INSERT INTO t (id) VALUES (1), (2)");
    copied(
        "checks",
        "CREATE TABLE t (id INT PRIMARY KEY, v INT CHECK (v > 0), w INT,"
            + " CONSTRAINT `w is ``small` CHECK (w < 10) NOT ENFORCED, CHECK (v < w),"
            + " CONSTRAINT t_chk_9 CHECK (w <> 5))",
        "INSERT INTO t VALUES (1, 2, 3)");
    copied(
        "partitions by range with subpartitions",
        "CREATE TABLE t (id INT, d DATE, v INT, PRIMARY KEY (id, d), KEY v (v), KEY d (d))"
            + " PARTITION BY RANGE (YEAR(d)) SUBPARTITION BY HASH (id) SUBPARTITIONS 2"
            + " (PARTITION p0 VALUES LESS THAN (2000) COMMENT 'old ones',"
            + " PARTITION `P 1` VALUES LESS THAN MAXVALUE)",
        "INSERT INTO t VALUES (1, '1999-01-01', 1), (2, '2020-01-01', 2)");
    copied(
        "partitions by list of columns",
        "CREATE TABLE t (id INT, c VARCHAR(5), PRIMARY KEY (id, c), KEY c (c))"
            + " PARTITION BY LIST COLUMNS (c) (PARTITION a VALUES IN ('x', 'ö'),"
            + " PARTITION b VALUES IN ('😀'))",
        "INSERT INTO t VALUES (1, 'x'), (2, '😀')");
    copied(
        "partitions by hash",
        "CREATE TABLE t (id INT PRIMARY KEY, v INT, KEY v (v), KEY f ((v + 1)))"
            + " PARTITION BY LINEAR HASH (id) PARTITIONS 3",
        "INSERT INTO t VALUES (1, 1), (2, 2)");
    copied(
        "partitions by key",
        "CREATE TABLE t (id CHAR(9) PRIMARY KEY, v INT, KEY v (v)) PARTITION BY KEY ALGORITHM = 1"
            + " (id) PARTITIONS 2",
        "INSERT INTO t VALUES ('a', 1), ('b', 2)");
    copied(
        "generated columns with indexes",
        "CREATE TABLE t (id INT PRIMARY KEY, a INT, v INT AS (a * 2) VIRTUAL,"
            + " s INT AS (a * 3) STORED NOT NULL, j JSON, jv VARCHAR(9) AS (j ->> '$.\"k\"'),"
            + " KEY v (v), KEY s (s), KEY both_ (s, v), UNIQUE KEY u (v, id), KEY jv (jv))",
        "INSERT INTO t (id, a, j) VALUES (1, 2, '{\"k\": \"x\"}'), (2, 3, NULL)");
    copied(
        "indexes of all kinds",
        "CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT, c TEXT, j JSON,"
            + " KEY prefix (a(5), b DESC), KEY func ((b * 2), (LOWER(a)) DESC, b),"
            + " KEY hidden (b) INVISIBLE, KEY bt (b) USING BTREE, UNIQUE KEY ub (b, id) INVISIBLE,"
            + " KEY text_prefix (c(10)), KEY size (a) KEY_BLOCK_SIZE = 4,"
            + " KEY multi ((CAST(j -> '$' AS UNSIGNED ARRAY))),"
            + " KEY merge (a, b) COMMENT 'MERGE_THRESHOLD=40') COMMENT = 'MERGE_THRESHOLD=45'",
        "INSERT INTO t VALUES (1, 'ABC', 2, 'text', '[1, 2]'), (2, 'x', 3, 'y', '[3]')");
    copied(
        "spatial",
        "CREATE TABLE t (id INT PRIMARY KEY, g GEOMETRY NOT NULL SRID 4326, p POINT NOT NULL SRID"
            + " 0, v INT, SPATIAL KEY g (g), KEY v (v), SPATIAL KEY p (p) COMMENT 'flat')",
        "INSERT INTO t VALUES (1, ST_SRID(POINT(1, 2), 4326), POINT(3, 4), 1)");
    copied(
        "full text",
        "CREATE TABLE t (id INT PRIMARY KEY, a TEXT, b TEXT, v INT, FULLTEXT KEY a (a) WITH PARSER"
            + " ngram, KEY v (v), FULLTEXT KEY ab (a, b) COMMENT 'both', FULLTEXT KEY b (b))",
        "INSERT INTO t VALUES (1, 'one two', 'three', 1), (2, 'four', 'five', 2)");
    copied(
        "full text by a column of one's own",
        "CREATE TABLE t (FTS_DOC_ID BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, a TEXT,"
            + " FULLTEXT KEY a (a))",
        "INSERT INTO t (a) VALUES ('one')");
    copied(
        "compressed",
        "CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(99), KEY v (v)) ROW_FORMAT = COMPRESSED"
            + " KEY_BLOCK_SIZE = 8",
        "INSERT INTO t VALUES (1, 'a')");
    copied(
        "options",
        "CREATE TABLE t (id INT PRIMARY KEY, v INT, KEY v (v)) ROW_FORMAT = DYNAMIC"
            + " STATS_PERSISTENT = 1 STATS_AUTO_RECALC = 0 STATS_SAMPLE_PAGES = 7 MAX_ROWS = 100"
            + " MIN_ROWS = 2 AVG_ROW_LENGTH = 9 CHECKSUM = 1 PACK_KEYS = 1 DELAY_KEY_WRITE = 1"
            + " COMPRESSION = 'zlib' CONNECTION = 'x' INSERT_METHOD = LAST AUTOEXTEND_SIZE = 4M",
        "INSERT INTO t VALUES (1, 1)");
    copied(
        "invisible columns and defaults",
        "CREATE TABLE t (id INT PRIMARY KEY, a INT INVISIBLE DEFAULT 3, b INT DEFAULT (1 + 2),"
            + " c JSON DEFAULT (JSON_ARRAY('x', '\"')), u BINARY(16) DEFAULT (UUID_TO_BIN(UUID())),"
            + " d BINARY(4) DEFAULT 'a', e VARBINARY(9) DEFAULT 0x4100, bits BIT(3) DEFAULT b'101',"
            + " s SET('a', 'b''c') DEFAULT 'a,b''c', n DECIMAL(9, 3) DEFAULT -1.500,"
            + " f DOUBLE DEFAULT 1e300, q VARCHAR(9) DEFAULT '\\'\\\\\\n', KEY a (a))",
        "INSERT INTO t (id) VALUES (1)");
    copied(
        "times",
        "SET sql_mode = '', time_zone = '+05:30', explicit_defaults_for_timestamp = OFF",
        "CREATE TABLE t (id INT PRIMARY KEY, a TIMESTAMP, b TIMESTAMP,"
            + " c TIMESTAMP(3) NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),"
            + " d DATETIME DEFAULT '0000-00-00 00:00:00', e DATE DEFAULT '2020-00-00',"
            + " f TIMESTAMP DEFAULT '2020-06-01 01:02:03', g DATE DEFAULT '0000-00-00', KEY c (c))",
        "INSERT INTO t (id) VALUES (1)",
        "SET sql_mode = DEFAULT, time_zone = DEFAULT, explicit_defaults_for_timestamp = DEFAULT");
    copied(
        "old character sets",
        "CREATE TABLE t (id VARCHAR(9) CHARACTER SET latin1 COLLATE latin1_german2_ci PRIMARY KEY,"
            + " a VARCHAR(9) CHARACTER SET utf8mb3, b CHAR(9) CHARACTER SET sjis,"
            + " c VARCHAR(9) CHARACTER SET binary, d TEXT CHARACTER SET ucs2, e CHAR(2) ASCII,"
            + " f ENUM('ä', 'b') CHARACTER SET latin2, g VARCHAR(9) COLLATE utf8mb4_bin,"
            + " h ENUM('?', 'y'), KEY a (a), KEY b (b)) DEFAULT CHARSET = koi8r",
        "INSERT INTO t (id) VALUES ('ä')");
    copied(
        "collations of the table",
        "CREATE TABLE t (id VARCHAR(9) PRIMARY KEY, a ENUM('x COLLATE utf8mb4_unicode_ci', 'y'),"
            + " `b\n  ``a``` TEXT COMMENT 'TEXT COLLATE utf8mb4_unicode_ci', c SET('z'),"
            + " d VARCHAR(9) COLLATE utf8mb4_unicode_ci, e CHAR(9) COLLATE utf8mb4_general_ci,"
            + " f VARCHAR(9) CHARACTER SET utf8mb4, g VARCHAR(9) AS (LOWER(d)) VIRTUAL,"
            + " KEY g (g), KEY e (e)) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci",
        "INSERT INTO t (id) VALUES ('1')");
    copied(
        "collations of a table that has another by now",
        "CREATE TABLE t (id VARCHAR(9) PRIMARY KEY, a VARCHAR(9))"
            + " DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci",
        "ALTER TABLE t DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin, ADD b VARCHAR(9)",
        "INSERT INTO t (id) VALUES ('1')");
    copied(
        "a counter behind another column",
        "CREATE TABLE t (a INT, n INT AUTO_INCREMENT, v INT, w INT, PRIMARY KEY (a, n), KEY v (v),"
            + " KEY n (n), KEY w (w))",
        "INSERT INTO t (a, v, w) VALUES (1, 1, 1), (2, 2, 2)");
    copied(
        "columns added in an instant",
        "CREATE TABLE t (id INT PRIMARY KEY, v INT, KEY v (v))",
        "INSERT INTO t VALUES (1, 1)",
        "ALTER TABLE t ADD COLUMN w INT DEFAULT 7 FIRST, ALGORITHM = INSTANT",
        "ALTER TABLE t DROP COLUMN v, ADD COLUMN x VARCHAR(9) DEFAULT 'é'",
        "INSERT INTO t (id) VALUES (2)");
    copied(
        "a primary key that the server made",
        "SET sql_generate_invisible_primary_key = ON",
        "CREATE TABLE t (v INT, KEY v (v))",
        "SET sql_generate_invisible_primary_key = DEFAULT",
        "INSERT INTO t VALUES (1), (1)");
    copied(
        "a unique key instead of a primary one",
        "CREATE TABLE t (a INT, b INT NOT NULL, c VARCHAR(9) NOT NULL, v INT,"
            + " UNIQUE KEY nullable (a), UNIQUE KEY prefix (c(2)), KEY v (v),"
            + " UNIQUE KEY `the one` (b, c))",
        "INSERT INTO t VALUES (NULL, 1, 'ab', 1), (NULL, 1, 'cb', 2)");
    copied(
        "an index that came last in time and not in order",
        "CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT, c TEXT, v INT AS (a + 1),"
            + " FULLTEXT KEY c (c))",
        "ALTER TABLE t ADD KEY b (b)",
        "ALTER TABLE t ADD KEY v (v)",
        "ALTER TABLE t ADD KEY a (a), ADD UNIQUE KEY u (b, a)",
        "ALTER TABLE t RENAME KEY b TO z",
        "INSERT INTO t (id) VALUES (1)");
    String longest = "n".repeat(64);
    copied(
        "names as long as can be",
        "CREATE TABLE t ("
            + longest
            + " INT PRIMARY KEY, v INT, KEY "
            + longest
            + " (v), CONSTRAINT "
            + longest
            + " CHECK (v > 0))",
        "INSERT INTO t VALUES (1, 1)");
    copied(
        "sixty indexes",
        "CREATE TABLE t (id INT PRIMARY KEY, v INT"
            + IntStream.range(0, 60)
                .mapToObj(i -> ", KEY k" + i + " (v, id)")
                .collect(Collectors.joining())
            + ")",
        "INSERT INTO t VALUES (1, 1)");

    refused("no key at all", "no key by which", "CREATE TABLE t (v INT, KEY v (v))");
    refused(
        "only a unique key with NULLs",
        "no key by which",
        "CREATE TABLE t (v INT, UNIQUE KEY (v))");
    refused("a key of a type without an order", "no key", "CREATE TABLE t (v DOUBLE PRIMARY KEY)");
    refused(
        "a foreign key",
        "foreign key: fk (expected: none)",
        "CREATE TABLE t (id INT PRIMARY KEY, p INT, CONSTRAINT fk FOREIGN KEY (p) REFERENCES t"
            + " (id))");
    refused(
        "a member that the server does not show",
        "a member of a column has a question mark",
        "CREATE TABLE t (id INT PRIMARY KEY, v ENUM('😀', 'x') CHARACTER SET utf8mb4)");
    refused(
        "a literal that is not UTF-8",
        "cannot be read",
        "CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(9) CHARACTER SET latin1, CHECK (v <>"
            + " CONVERT(_latin1 x'E4' USING latin1)), w VARCHAR(9) AS (_latin1 x'E4'))");
  }

  private static void copied(String name, String... statements) {
    COPIED.add(new Given(name, "", List.of(statements)));
  }

  private static void refused(String name, String reason, String statement) {
    REFUSED.add(new Given(name, reason, List.of(statement)));
  }
}
