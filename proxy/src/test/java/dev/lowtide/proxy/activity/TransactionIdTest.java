package dev.lowtide.proxy.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionIdTest {

  @Test
  void isReadAsItIsWritten() {
    TransactionId id = new TransactionId(new SessionId(17), 3);

    assertThat(id).hasToString("s17.3");
    assertThat(TransactionId.parse("s17.3")).isEqualTo(id);
    assertThat(TransactionId.isOne("s17.3")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "17.3", "s17", "s17.", "s.3", "s-1.3", "s17.3 ", "421987", "s1.1.1"})
  void nothingElseIsOne(String text) {
    assertThat(TransactionId.isOne(text)).isFalse();
    assertThatThrownBy(() -> TransactionId.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "transaction: '" + text + "' (expected: as the sessions show it, such as s17.3)");
  }

  @Test
  void numbersThatAreTooLongAreRefusedAndNotCut() {
    assertThat(TransactionId.isOne("s1.12345678901234567890")).isFalse();
  }
}
