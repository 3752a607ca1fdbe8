package dev.lowtide.scheduler.binlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.scheduler.copy.KeyColumn;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bytes as servers wrote them to their binary logs, and what queries showed of the same values. */
class KeyCellTest {

  @ParameterizedTest
  @CsvSource({
    "tinyint,   1, false, FF,               -1",
    "tinyint,   1, true,  FF,               255",
    "smallint,  2, false, 0080,             -32768",
    "smallint,  2, true,  0080,             32768",
    "mediumint, 9, false, FFFFFF,           -1",
    "mediumint, 9, true,  FFFFFF,           16777215",
    "int,       3, false, 00000080,         -2147483648",
    "int,       3, true,  FFFFFFFF,         4294967295",
    "bigint,    8, false, 0000000000000080, -9223372036854775808",
    "bigint,    8, true,  FFFFFFFFFFFFFFFF, 18446744073709551615",
    "year,     13, false, 00,               0000",
    "year,     13, false, 01,               1901",
    "year,     13, false, FF,               2155",
  })
  void numbersKeepTheirSign(String type, int code, boolean isUnsigned, String cell, String text)
      throws IOException {
    assertThat(text(column(type, isUnsigned, 0), new ColumnType(code, 0, 0), cell)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "5,  2, 8000 32, 0.50",
    "5,  2, 7FFF CD, -0.50",
    "5,  2, 8001 32, 1.50",
    "5,  2, 8000 00, 0.00",
    "10, 0, 80 00000001, 1",
    "14, 4, 81 0DFB38D2 04D2, 1234567890.1234",
    "14, 4, 7E F204C72D FB2D, -1234567890.1234",
    "9,  9, 80000001, 0.000000001",
  })
  void decimalsHaveAllDigitsOfTheirScale(int precision, int scale, String cell, String text)
      throws IOException {
    ColumnType type = new ColumnType(ColumnType.NEWDECIMAL, precision, scale);

    assertThat(text(column("decimal", false, scale), type, cell)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "date,      10, 0, 21E20F,       2033-01-01",
    "date,      10, 0, 00A00F,       2000-00-00",
    "date,      10, 0, 000000,       0000-00-00",
    "time,      19, 0, 80B0BB,       11:02:59",
    "time,      19, 0, 800000,       00:00:00",
    "time,      19, 0, 7FFFFF,       -00:00:01",
    "time,      19, 0, B46EFB,       838:59:59",
    "time,      19, 1, 7FFFFFCE,     -00:00:00.5",
    "time,      19, 3, 7FFFFFEC78,   -00:00:00.500",
    "time,      19, 6, 7FFFFFFFFFFF, -00:00:00.000001",
    "datetime,  18, 0, 8000000000,   0000-00-00 00:00:00",
    "datetime,  18, 2, 996400A00032, 2000-00-00 10:00:00.50",
    "timestamp, 17, 0, 00000000,     0000-00-00 00:00:00",
    "timestamp, 17, 6, 000000000000 00, 0000-00-00 00:00:00.000000",
    "timestamp, 17, 1, 0000000132,   1970-01-01 00:00:01.5",
    "timestamp, 17, 0, 7FFFFFFF,     2038-01-19 03:14:07",
  })
  void timesMayBeWhatNoCalendarHas(String type, int code, int digits, String cell, String text)
      throws IOException {
    ColumnType stored = new ColumnType(code, digits, 0);

    assertThat(text(column(type, false, digits), stored, cell)).isEqualTo(text);
  }

  @Test
  void stringsAreTheirBytes() throws IOException {
    ColumnType shorter = new ColumnType(ColumnType.VARCHAR, 255, 0);
    ColumnType longer = new ColumnType(ColumnType.VARCHAR, 256, 0);

    assertThat(text(column("varchar", false, 0), shorter, "02 C3A4")).isEqualTo("C3A4");
    assertThat(text(column("varbinary", false, 0), longer, "0200 C3A4")).isEqualTo("C3A4");
    assertThat(text(column("varchar", false, 0), shorter, "00")).isEmpty();
  }

  @Test
  void binaryIsShownWithTheZerosThatTheLogLeavesOut() throws IOException {
    ColumnType type = new ColumnType(ColumnType.STRING, 4, 0);

    assertThat(text(column("binary", false, 4), type, "01 61")).isEqualTo("61000000");
    assertThat(text(column("char", false, 0), type, "01 61")).isEqualTo("61");
  }

  @Test
  void anotherTypeThanTheDictionarysIsNotRead() {
    assertThatThrownBy(
            () -> new KeyCell(column("int", false, 0), new ColumnType(ColumnType.LONGLONG, 0, 0)))
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining("(expected: int)");
  }

  /** A decimal of any digits comes back as it was written by the rules of the format. */
  @ParameterizedTest
  @CsvSource({"1,0", "9,0", "10,3", "18,9", "30,30", "65,30", "65,0", "20,19"})
  void decimalsOfAllShapesComeBack(int precision, int scale) throws IOException {
    Random random = new Random(17L * precision + scale);
    for (int i = 0; i < 200; i++) {
      BigDecimal value = new BigDecimal(new BigInteger(digits(random, precision)), scale);
      boolean isNegative = random.nextBoolean() && value.signum() != 0;
      BigDecimal signed = isNegative ? value.negate() : value;
      byte[] cell = DecimalWriter.write(signed, precision, scale);

      assertThat(DecimalCell.text(Bytes.body(cell), precision, scale))
          .isEqualTo(signed.toPlainString());
    }
  }

  private static String digits(Random random, int count) {
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < count; i++) {
      digits.append(random.nextInt(10));
    }
    return digits.toString();
  }

  private static KeyColumn column(String type, boolean isUnsigned, int length) {
    return new KeyColumn("k", 0, type, isUnsigned, "", length);
  }

  private static String text(KeyColumn column, ColumnType type, String cell) throws IOException {
    EventBody row = Bytes.body(HexFormat.of().parseHex(cell.replace(" ", "")));
    String text = new KeyCell(column, type).text(row);
    assertThat(row.remaining()).isZero();
    return text;
  }
}
