package dev.lowtide.it.chaos;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;

/**
 * A type, values of it, and how a value is looked at so that not a bit is left out.
 *
 * @param ddl as in CREATE TABLE
 * @param exact an expression over the column, here %s, whose text is the value's every bit
 * @param index what can be indexed of it
 * @param literal makes a value up
 */
record ColumnType(String ddl, String exact, Index index, Function<Random, String> literal) {

  /** What can be indexed of a column. */
  enum Index {
    WHOLE,
    PREFIX,
    NOTHING
  }

  private static final String AS_TEXT = "CAST(%s AS CHAR)";
  private static final String AS_BYTES = "HEX(%s)";

  /** A text of FLOAT has six digits only; as DOUBLE it has all. */
  private static final String AS_DOUBLE = "CAST(%s AS DOUBLE)";

  private static final String AS_NUMBER = "%s + 0";

  /** JSON's text does not tell all types apart, its size does so for most. */
  private static final String AS_JSON = "CONCAT(JSON_STORAGE_SIZE(%1$s), HEX(CAST(%1$s AS CHAR)))";

  /** Now and then a value that fills many pages. */
  private static final int LARGE_ONE_IN = 2_000;

  private static final int LARGE_BYTES = 1 << 20;

  private static final List<ColumnType> ALL =
      List.of(
          number("tinyint", -128, 127),
          number("tinyint(1)", 0, 1),
          number("smallint unsigned", 0, 65_535),
          number("mediumint", -8_388_608, 8_388_607),
          number("int", Integer.MIN_VALUE, Integer.MAX_VALUE),
          number("bigint", Long.MIN_VALUE, Long.MAX_VALUE),
          new ColumnType(
              "bigint unsigned",
              AS_TEXT,
              Index.WHOLE,
              random -> Long.toUnsignedString(random.nextLong())),
          new ColumnType("decimal(30,10)", AS_TEXT, Index.WHOLE, ColumnType::decimal),
          new ColumnType("float", AS_DOUBLE, Index.WHOLE, ColumnType::floating),
          new ColumnType("double", AS_DOUBLE, Index.WHOLE, ColumnType::doubled),
          bits(1),
          bits(13),
          bits(64),
          new ColumnType("date", AS_TEXT, Index.WHOLE, ColumnType::date),
          new ColumnType("datetime", AS_TEXT, Index.WHOLE, random -> moment(random, 0)),
          new ColumnType("datetime(6)", AS_TEXT, Index.WHOLE, random -> moment(random, 6)),
          new ColumnType("timestamp(3)", AS_TEXT, Index.WHOLE, ColumnType::timestamp),
          new ColumnType("time(2)", AS_TEXT, Index.WHOLE, ColumnType::time),
          new ColumnType("year", AS_TEXT, Index.WHOLE, r -> String.valueOf(1901 + r.nextInt(255))),
          text("char(12) character set latin1", 12, true),
          text("varchar(60) character set latin1 collate latin1_german2_ci", 60, true),
          text("varchar(60)", 60, false),
          text("varchar(80) character set utf8mb4 collate utf8mb4_bin", 80, false),
          text("varchar(40) character set utf8mb4 collate utf8mb4_0900_as_cs", 40, false),
          text("char(10) character set utf8mb4 collate utf8mb4_general_ci", 10, false),
          text("varchar(30) character set utf16", 30, false),
          text("varchar(30) character set utf32", 30, false),
          text("text", 300, false),
          text("mediumtext character set latin1", 2_000, true),
          new ColumnType(
              "binary(7)", AS_BYTES, Index.WHOLE, random -> Literals.anyBytes(random, 7)),
          new ColumnType(
              "varbinary(90)", AS_BYTES, Index.WHOLE, random -> Literals.anyBytes(random, 90)),
          new ColumnType("blob", AS_BYTES, Index.PREFIX, r -> Literals.anyBytes(r, 500)),
          new ColumnType("mediumblob", AS_BYTES, Index.PREFIX, ColumnType::large),
          new ColumnType(
              "enum('a','B','','ß') character set utf8mb4",
              AS_NUMBER,
              Index.WHOLE,
              random -> String.valueOf(1 + random.nextInt(4))),
          new ColumnType(
              "set('r','w','x')",
              AS_NUMBER,
              Index.WHOLE,
              random -> String.valueOf(random.nextInt(8))),
          new ColumnType("json", AS_JSON, Index.NOTHING, ColumnType::json),
          new ColumnType("geometry", AS_BYTES, Index.NOTHING, ColumnType::geometry),
          new ColumnType("point srid 4326", AS_BYTES, Index.NOTHING, r -> point(r, 4326)));

  /** Partitioned tables can have no spatial columns. */
  boolean canBePartitioned() {
    return !ddl.startsWith("geometry") && !ddl.startsWith("point");
  }

  static ColumnType any(Random random) {
    return ALL.get(random.nextInt(ALL.size()));
  }

  private static ColumnType number(String ddl, long min, long max) {
    return new ColumnType(
        ddl,
        AS_TEXT,
        Index.WHOLE,
        random ->
            switch (random.nextInt(6)) {
              case 0 -> String.valueOf(min);
              case 1 -> String.valueOf(max);
              case 2 -> "0";
              default -> String.valueOf(Math.max(min, Math.min(max, random.nextInt())));
            });
  }

  private static ColumnType bits(int count) {
    return new ColumnType(
        "bit(" + count + ")",
        AS_NUMBER,
        Index.WHOLE,
        random -> "b'" + Long.toBinaryString(random.nextLong() >>> (64 - count)) + "'");
  }

  private static ColumnType text(String ddl, int charactersMax, boolean isLatin) {
    boolean isLong = ddl.contains("text");
    return new ColumnType(
        ddl,
        AS_BYTES,
        isLong ? Index.PREFIX : Index.WHOLE,
        random ->
            isLatin
                ? Literals.latinText(random, charactersMax)
                : Literals.anyText(random, charactersMax));
  }

  private static String large(Random random) {
    return Literals.anyBytes(random, random.nextInt(LARGE_ONE_IN) == 0 ? LARGE_BYTES : 300);
  }

  private static String decimal(Random random) {
    String sign = random.nextBoolean() ? "-" : "";
    return sign + (random.nextLong() >>> 1) + "." + random.nextInt(1_000_000_000);
  }

  private static String floating(Random random) {
    String[] special = {"-0e0", "0e0", "3.402823e38", "1.17549435e-38", "1e-45", "0.1e0"};
    return random.nextBoolean()
        ? special[random.nextInt(special.length)]
        : String.format(Locale.ROOT, "%.9e", random.nextGaussian() * 1e6);
  }

  private static String doubled(Random random) {
    String[] special = {"-0e0", "1.7976931348623157e308", "2.2250738585072014e-308", "5e-324"};
    return random.nextInt(3) == 0
        ? special[random.nextInt(special.length)]
        : String.format(Locale.ROOT, "%.17e", random.nextGaussian());
  }

  private static String date(Random random) {
    return Literals.quoted(day(random));
  }

  /** Zero, incomplete, and days that no calendar has, among others. */
  private static String day(Random random) {
    String[] special = {"0000-00-00", "2023-02-31", "2024-00-00", "9999-12-31", "0001-01-01"};
    return random.nextInt(3) == 0
        ? special[random.nextInt(special.length)]
        : String.format(
            Locale.ROOT,
            "%04d-%02d-%02d",
            1000 + random.nextInt(9000),
            1 + random.nextInt(12),
            1 + random.nextInt(28));
  }

  private static String moment(Random random, int digits) {
    String clock =
        String.format(
            Locale.ROOT,
            "%02d:%02d:%02d",
            random.nextInt(24),
            random.nextInt(60),
            random.nextInt(60));
    String fraction = digits == 0 ? "" : "." + (100_000 + random.nextInt(900_000));
    return Literals.quoted(day(random) + " " + clock + fraction);
  }

  /** Also the hours that some zones have twice. */
  private static String timestamp(Random random) {
    String[] special = {
      "'0000-00-00 00:00:00'", "'2023-10-29 01:30:00.500'", "'2038-01-19 03:14:07'"
    };
    return random.nextInt(3) == 0
        ? special[random.nextInt(special.length)]
        : "'2020-06-15 12:" + (10 + random.nextInt(50)) + ":01." + random.nextInt(1000) + "'";
  }

  private static String time(Random random) {
    String sign = random.nextBoolean() ? "-" : "";
    return Literals.quoted(sign + random.nextInt(838) + ":59:59." + random.nextInt(100));
  }

  private static String json(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> "JSON_OBJECT('t', CAST('2020-01-02 03:04:05.000006' AS DATETIME(6)), 'n', NULL)";
      case 1 -> "JSON_ARRAY(1.10, 18446744073709551615, -0e0, 1e300, CAST('-11:22:33' AS TIME))";
      case 2 -> "JSON_OBJECT('b', " + Literals.anyBytes(random, 40) + ", 'B', TRUE)";
      case 3 -> "'\"\\\\u0000 text\"'";
      default -> "JSON_OBJECT('a', JSON_ARRAY(" + random.nextInt() + ", '😀'), '', JSON_OBJECT())";
    };
  }

  private static String geometry(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> point(random, 0);
      case 1 -> point(random, 4326);
      default ->
          "ST_GeomFromText('POLYGON((0 0, 0 5, 5 5, 5 0, 0 0), (1 1, 1 2, 2 2, 2 1, 1 1))', 3857)";
    };
  }

  private static String point(Random random, int srid) {
    return String.format(
        Locale.ROOT,
        "ST_GeomFromText('POINT(%.6f %.6f)', %d)",
        random.nextDouble() * 80,
        random.nextDouble() * 170,
        srid);
  }
}
