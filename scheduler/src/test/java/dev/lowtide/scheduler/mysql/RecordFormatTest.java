package dev.lowtide.scheduler.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.mysql.RecordFormat.Clustered;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The figures are those of "InnoDB Row Formats" in the manual, added up by hand. */
class RecordFormatTest {

  private static final RecordFormat DYNAMIC = RecordFormat.of("Dynamic", 16_384);
  private static final StoredColumn ID = StoredColumn.fixed("id", 4, false);
  private static final StoredColumn NUMBER = StoredColumn.fixed("n", 8, true);
  private static final StoredColumn SHORT = variable("s", 100);
  private static final StoredColumn LONG = variable("l", 1 << 30);

  @Test
  void aRowHasAHeaderItsLengthsItsNullsAndTwoColumnsOfTheSystem() {
    Clustered row = DYNAMIC.clustered(List.of(ID, NUMBER, SHORT), new long[] {4, 8, 20}, true);

    assertThat(row).isEqualTo(new Clustered(5 + 1 + 1 + 13 + 4 + 8 + 20, 0));
  }

  @Test
  void whatIsNullTakesABitAndNoLength() {
    Clustered row = DYNAMIC.clustered(List.of(ID, NUMBER, SHORT), new long[] {4, -1, -1}, true);

    assertThat(row.bytes()).isEqualTo(5 + 1 + 13 + 4);
  }

  @Test
  void withoutAKeyThereIsARowId() {
    long with = DYNAMIC.clustered(List.of(ID), new long[] {4}, true).bytes();

    assertThat(DYNAMIC.clustered(List.of(ID), new long[] {4}, false).bytes()).isEqualTo(with + 6);
  }

  @ParameterizedTest
  @CsvSource({"127, 1", "128, 2", "4000, 2"})
  void aLengthTakesTwoBytesWhereOneIsNotEnough(int length, int lengthBytes) {
    assertThat(DYNAMIC.clustered(List.of(ID, LONG), new long[] {4, length}, true).bytes())
        .isEqualTo(5 + 1 + 13 + 4 + lengthBytes + length);
  }

  /** Two rows must fit into a page; of a value that goes out 20 bytes stay. */
  @ParameterizedTest
  @CsvSource({
    "8000, 8025, 0",
    "8101, 45, 1",
    "15680, 45, 1",
    "15681, 45, 2",
    "32007, 45, 2",
    "32008, 45, 3",
    "1000000, 45, 63",
  })
  void aValueThatDoesNotFitGoesToPagesOfItsOwn(int length, int bytes, int pages) {
    assertThat(DYNAMIC.clustered(List.of(ID, LONG), new long[] {4, length}, true))
        .isEqualTo(new Clustered(bytes, pages));
  }

  @Test
  void theLongestGoesOutFirstAndNoMoreThanMust() {
    Clustered row = DYNAMIC.clustered(List.of(ID, LONG, LONG), new long[] {4, 3_000, 7_000}, true);

    assertThat(row).isEqualTo(new Clustered(5 + 1 + 13 + 4 + 2 + 3_000 + 2 + 20, 1));
  }

  @Test
  void ofCompactRows768BytesStay() {
    RecordFormat compact = RecordFormat.of("Compact", 16_384);

    assertThat(compact.clustered(List.of(ID, LONG), new long[] {4, 20_000}, true))
        .isEqualTo(new Clustered(5 + 1 + 13 + 4 + 2 + 788, 2));
  }

  @Test
  void redundantRowsHaveAnOffsetForEachFieldAndKeepThePlaceOfNulls() {
    RecordFormat redundant = RecordFormat.of("Redundant", 16_384);

    assertThat(redundant.clustered(List.of(ID, NUMBER), new long[] {4, -1}, true).bytes())
        .isEqualTo(6 + 4 + 13 + 4 + 8);
    assertThat(redundant.clustered(List.of(ID, LONG), new long[] {4, 200}, true).bytes())
        .isEqualTo(6 + 2 * 4 + 13 + 4 + 200);
  }

  @Test
  void anEntryOfASecondaryIndexHasNoColumnsOfTheSystem() {
    assertThat(DYNAMIC.entry(List.of(NUMBER, ID), new long[] {8, 4})).isEqualTo(5 + 1 + 8 + 4);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "9, 4", "10, 5", "18, 8", "22, 10", "0, 0"})
  void decimalsTakeFourBytesForNineDigits(int digits, int bytes) {
    assertThat(StoredColumn.digits(digits)).isEqualTo(bytes);
  }

  private static StoredColumn variable(String name, long bytesMax) {
    return new StoredColumn(name, "LENGTH(" + name + ")", bytesMax, true, true, true);
  }
}
