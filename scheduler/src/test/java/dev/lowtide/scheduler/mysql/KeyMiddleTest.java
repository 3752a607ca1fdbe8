package dev.lowtide.scheduler.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.copy.KeyColumn;
import dev.lowtide.scheduler.copy.RowKey;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyMiddleTest {

  @ParameterizedTest
  @CsvSource({
    "bigint, 0, 10, 5",
    "bigint, -10, -5, -8",
    "bigint, 0, 18446744073709551615, 9223372036854775807",
    "int, 7, 8, 7",
    "decimal, 1.50, 2.50, 2.00",
    "year, 1999, 2003, 2001",
    "date, 2020-01-01, 2020-01-31, 2020-01-16",
    "datetime, 2020-01-01 00:00:00, 2020-01-02 00:00:00, 2020-01-01 12:00:00",
    "timestamp, 2020-01-01 00:00:00.000, 2020-01-01 00:00:10.500, 2020-01-01 00:00:05",
  })
  void itLiesHalfWay(String type, String low, String high, String middle) {
    assertThat(KeyMiddle.between(List.of(column(type)), RowKey.of(low), RowKey.of(high)))
        .contains(RowKey.of(middle));
  }

  @ParameterizedTest
  @CsvSource({"time, 00:00:01, 00:00:09", "date, 0000-00-00, 2020-01-01", "int, 7, 7"})
  void whatHasNoMiddleHasNone(String type, String low, String high) {
    assertThat(KeyMiddle.between(List.of(column(type)), RowKey.of(low), RowKey.of(high))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0abc, fabc", "customer/000, customer/999", "a, z", "A1, Z9"})
  void ofTextsItLiesBetweenThem(String low, String high) {
    String middle =
        KeyMiddle.between(List.of(column("varchar")), text(low), text(high))
            .map(key -> decoded(key.values().get(0)))
            .orElseThrow();

    assertThat(middle)
        .isGreaterThan(low.toLowerCase(Locale.ROOT))
        .isLessThan(high.toLowerCase(Locale.ROOT));
  }

  @Test
  void bytesAreAFractionOf256() {
    RowKey middle =
        KeyMiddle.between(List.of(column("binary")), RowKey.of("ff00"), RowKey.of("ffff"))
            .orElseThrow();

    assertThat(middle.values().get(0)).startsWith("ff7f");
  }

  @Test
  void itIsOfTheFirstColumnInWhichTheKeysDiffer() {
    List<KeyColumn> key = List.of(column("int"), column("int"), column("int"));

    assertThat(KeyMiddle.between(key, RowKey.of("5", "10", "1"), RowKey.of("5", "20", "0")))
        .contains(RowKey.of("5", "15"));
  }

  private static KeyColumn column(String type) {
    return new KeyColumn("k", 0, type, false, "ascii", 0);
  }

  private static RowKey text(String text) {
    return RowKey.of(HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String decoded(String hex) {
    return new String(HexFormat.of().parseHex(hex), StandardCharsets.US_ASCII);
  }
}
