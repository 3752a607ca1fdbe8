package dev.lowtide.scheduler.quiet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BandTest {

  /** One letter for each value: w for within, b for beyond. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "limit 50 | 50             | w",
        "limit 50 | 50.1           | b",
        "limit 50 | 50 60 60.1     | w w b",
        "limit 50 | 51 50 41 40 60 | b b b w w",
        "limit 50 | 51 40 61 41 40 | b w b b w",
        "limit 4  | 4 5 5 6 4 3    | w w w b b w",
        "limit 1  | 1 2 3 2 1 0    | w w b b b w",
        "limit 0  | 0 1 0 1        | w b w b",
        "limit 0  | 1 1 0          | b b w",
      })
  void flapsNotAroundItsLimit(String limit, String values, String expected) {
    Band band = new Band();
    double max = Double.parseDouble(limit.replace("limit ", ""));

    String seen =
        Arrays.stream(values.trim().split(" "))
            .map(value -> band.isWithin(Double.parseDouble(value), max) ? "w" : "b")
            .collect(Collectors.joining(" "));

    assertThat(seen).isEqualTo(expected);
  }

  @Test
  void whoWasBlindMustSeeClearly() {
    Band band = new Band();
    band.isWithin(10, 50);

    band.onBlind();

    assertThat(band.isWithin(41, 50)).isFalse();
    assertThat(band.isWithin(40, 50)).isTrue();
  }

  @Test
  void theBoundIsWhatTheNextValueIsHeldAgainst() {
    Band band = new Band();
    assertThat(band.bound(50)).isEqualTo(50);

    band.isWithin(10, 50);
    assertThat(band.bound(50)).isEqualTo(60);

    band.isWithin(61, 50);
    assertThat(band.bound(50)).isEqualTo(40);
  }
}
