package dev.lowtide.scheduler.ending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerTransactionTest {

  @ParameterizedTest
  @ValueSource(strings = {"4711", "375879770811592.10", "4711.7"})
  void isReadAsItIsWritten(String text) {
    assertThat(ServerTransaction.isOne(text)).isTrue();
    assertThat(ServerTransaction.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s17.3", "-1", "47 11", "4711.", ".7", "12345678901234567890"})
  void nothingElseIsOne(String text) {
    assertThat(ServerTransaction.isOne(text)).isFalse();
    assertThatThrownBy(() -> ServerTransaction.parse(text))
        .hasMessage("transaction: '" + text + "' (expected: a trx_id, as the sessions show it)");
  }

  /** The numbers of readers are those of the MySQL 9.7 on which two in a row had the same. */
  @ParameterizedTest
  @CsvSource({
    "4711, 4711, true",
    "4711.7, 4711.7, true",
    "4711, 4711.7, true",
    "4711.7, 4711, false",
    "4711.7, 4711.8, false",
    "4711, 4712, false",
    "375879770811592.4, 375879770811592.4, true",
    "375879770811592.4, 375879770811592.10, false",
    "375879770811592, 375879770811592, false",
    "375879770811592, 375879770811592.10, false",
    "375879770811592.4, 4712.4, false"
  })
  void isStillTheSameOnlyIfItCanBeToldFromTheNext(String seen, String now, boolean isStill) {
    assertThat(ServerTransaction.parse(seen).isStill(ServerTransaction.parse(now)))
        .isEqualTo(isStill);
  }

  @Test
  void aReaderWithoutAnEventCannotBeToldFromTheNext() {
    assertThat(ServerTransaction.parse("375879770811592").isUnique()).isFalse();
    assertThat(ServerTransaction.parse("375879770811592.4").isUnique()).isTrue();
    assertThat(ServerTransaction.parse("4711").isUnique()).isTrue();
  }
}
