package dev.lowtide.scheduler.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgeTest {

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0 ms",
    "PT0.349S, 349 ms",
    "PT1S, 1.0 s",
    "PT9.94S, 9.9 s",
    "PT10S, 10 s",
    "PT41.9S, 41 s",
    "PT2M59S, 179 s",
    "PT3M, 3 min",
    "PT1H59M59S, 119 min",
    "PT26H5M, 26 h 5 min"
  })
  void isNoMoreExactThanMatters(Duration age, String text) {
    assertThat(Age.text(age)).isEqualTo(text);
  }

  @Test
  void aMomentYetToComeIsNow() {
    assertThat(Age.between(5, 3)).isZero();
    assertThat(Age.between(-7, 3)).isEqualTo(Duration.ofNanos(10));
  }
}
