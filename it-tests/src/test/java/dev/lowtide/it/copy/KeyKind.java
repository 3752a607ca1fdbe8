package dev.lowtide.it.copy;

/** Kinds of keys, and for each number from 0 to 3999 a value that no other number has. */
enum KeyKind {
  NEGATIVE_INT("a INT NOT NULL, PRIMARY KEY (a)", "n * 7 - 14000"),
  LARGEST_BIGINT("a BIGINT UNSIGNED NOT NULL, PRIMARY KEY (a)", "18446744073709551615 - n * 3"),
  SMALLEST_BIGINT("a BIGINT NOT NULL, PRIMARY KEY (a)", "-9223372036854775808 + n"),
  DECIMAL("a DECIMAL(30,10) NOT NULL, PRIMARY KEY (a)", "(n - 2000) * 12345678901.0000000001"),
  YEAR("a YEAR NOT NULL, b INT NOT NULL, PRIMARY KEY (a, b)", "IF(n % 50, 1900 + n % 50, 0), n"),
  ACCENTS(
      "a VARCHAR(60) COLLATE utf8mb4_0900_ai_ci NOT NULL, PRIMARY KEY (a)",
      "CONCAT(ELT(1 + n % 5, 'a', 'B', 'é', 'Z ', 'ß'), IF(n % 2, 'Q', 'q'), n)"),
  BYTEWISE(
      "a VARCHAR(60) COLLATE utf8mb4_bin NOT NULL, PRIMARY KEY (a)",
      "CONCAT(ELT(1 + n % 5, 'a', 'B', '😀', 'Z ', ''), n)"),
  SWEDISH(
      "a VARCHAR(60) CHARACTER SET latin1 COLLATE latin1_swedish_ci NOT NULL, PRIMARY KEY (a)",
      "CONCAT(ELT(1 + n % 5, 'å', 'Ä', 'ö', 'Y', 'ü'), n)"),
  PADDED(
      "a VARCHAR(60) COLLATE utf8mb4_unicode_ci NOT NULL, PRIMARY KEY (a)",
      "CONCAT(ELT(1 + n % 3, 'x', 'X-', 'y'), n, REPEAT(' ', n % 3))"),
  THREE_BYTES("a VARCHAR(60) CHARACTER SET utf8mb3 NOT NULL, PRIMARY KEY (a)", "CONCAT('ключ', n)"),
  TWO_BYTES("a VARCHAR(60) CHARACTER SET utf16 NOT NULL, PRIMARY KEY (a)", "CONCAT('ключ', n)"),
  KANJI("a VARCHAR(60) CHARACTER SET cp932 NOT NULL, PRIMARY KEY (a)", "CONCAT('表', n)"),
  FIXED_CHAR("a CHAR(20) NOT NULL, PRIMARY KEY (a)", "CONCAT(IF(n % 2, 'K', 'k'), n)"),
  BINARY_16("a BINARY(16) NOT NULL, PRIMARY KEY (a)", "LEFT(UNHEX(SHA2(n, 256)), 16)"),
  PADDED_BYTES("a BINARY(8) NOT NULL, PRIMARY KEY (a)", "UNHEX(HEX(n + 256))"),
  VARBINARY(
      "a VARBINARY(40) NOT NULL, PRIMARY KEY (a)",
      "CONCAT(LEFT(UNHEX(SHA2(n, 256)), 16), x'0020')"),
  DATETIME(
      "a DATETIME(3) NOT NULL, b INT NOT NULL, PRIMARY KEY (a, b)",
      "IF(n % 40, '2024-02-28' + INTERVAL n * 1001 MICROSECOND, '0000-00-00'), n"),
  IMPOSSIBLE_DATE(
      "a DATE NOT NULL, b INT NOT NULL, PRIMARY KEY (a, b)",
      "CONCAT('2023-02-', LPAD(n % 32, 2, '0')), n"),
  TIMESTAMP(
      "a TIMESTAMP(6) NOT NULL, PRIMARY KEY (a)",
      "'2021-10-31 00:30:00' + INTERVAL n * 1777777 MICROSECOND"),
  TIME("a TIME(2) NOT NULL, PRIMARY KEY (a)", "SEC_TO_TIME((n - 2000) * 31.25)"),
  COMPOSITE(
      "a INT NOT NULL, b VARCHAR(20) NOT NULL, c INT NOT NULL, PRIMARY KEY (a, b, c)",
      "n % 4, CONCAT(IF(n % 2, 'U', 'u'), n % 9), n"),
  DESCENDING("a INT NOT NULL, PRIMARY KEY (a DESC)", "n * 3"),
  BOTH_WAYS(
      "a INT NOT NULL, b VARCHAR(20) NOT NULL, c INT NOT NULL, PRIMARY KEY (a DESC, b, c DESC)",
      "n % 4, CONCAT('u', n % 9), n"),
  OTHER_ORDER("a INT NOT NULL, b INT NOT NULL, PRIMARY KEY (b, a)", "n, n % 5"),
  UNIQUE_KEY(
      "a INT NOT NULL, b INT NOT NULL, UNIQUE KEY `the ``key` (a, b), UNIQUE KEY later (b)",
      "n % 11, n"),
  HASHED("a INT NOT NULL, PRIMARY KEY (a)", "n * 3", "PARTITION BY HASH (a) PARTITIONS 5"),
  RANGES(
      "a INT NOT NULL, b INT NOT NULL, PRIMARY KEY (a, b)",
      "n % 100, n",
      "PARTITION BY RANGE (b) (PARTITION p0 VALUES LESS THAN (1000), PARTITION p1 VALUES LESS THAN"
          + " MAXVALUE)");

  final String columns;
  final String values;
  final String options;

  KeyKind(String columns, String values) {
    this(columns, values, "");
  }

  KeyKind(String columns, String values, String options) {
    this.columns = columns;
    this.values = values;
    this.options = options;
  }
}
