package dev.lowtide.scheduler.shrink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1048576, 1048576",
    "12 B, 12",
    "3KiB, 3072",
    "64MiB, 67108864",
    "' 1 GiB ', 1073741824",
    "2TiB, 2199023255552"
  })
  void readsASize(String text, long bytes) {
    assertThat(ByteSize.parse(text)).isEqualTo(new ByteSize(bytes));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "MiB", "-1", "1.5GiB", "64MB", "64mib", "1 2", "1PiB", "9999999999999"})
  void refusesWhatIsNoSize(String text) {
    assertThatThrownBy(() -> ByteSize.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'")
        .hasMessageContaining("expected: a number with B, KiB, MiB, GiB or TiB");
  }

  @Test
  void refusesMoreThanCanBeCounted() {
    assertThatThrownBy(() -> ByteSize.parse("999999999999TiB"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("999999999999TiB");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 1.0 KiB",
    "1536, 1.5 KiB",
    "104805990, 100 MiB",
    "67108864, 64.0 MiB",
    "130862284, 125 MiB",
    "-1610612736, -1.5 GiB",
    "1125899906842624, 1.0 PiB",
    "9223372036854775807, 8192 PiB"
  })
  void isWrittenInTheUnitThatFits(long bytes, String text) {
    assertThat(new ByteSize(bytes)).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({"0, 200, 0", "50, 200, 25", "1, 3, 33", "2, 3, 67", "-50, 200, -25", "5, 0, 0"})
  void tellsHowManyHundredthsOfAWholeItIs(long part, long whole, int percent) {
    assertThat(new ByteSize(part).percentOf(new ByteSize(whole))).isEqualTo(percent);
  }

  @Test
  void isAddedSubtractedAndOrdered() {
    ByteSize one = ByteSize.ofMebibytes(1);
    ByteSize three = ByteSize.ofMebibytes(3);

    assertThat(one.plus(three)).isEqualTo(ByteSize.ofMebibytes(4));
    assertThat(one.minus(three)).isEqualTo(new ByteSize(-2 * 1048576));
    assertThat(one).isLessThan(three);
    assertThat(three.mebibytes()).isEqualTo(3.0);
  }
}
