package dev.lowtide.scheduler.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WidthsTest {

  @Test
  void ranksAreEvenlySpacedOverWhatTheWidthsStandFor() {
    Widths widths = new Widths();
    widths.add(200, 1_000);
    widths.add(10, 3_000);

    assertThat(widths.atRanks())
        .hasSize(64)
        .isSorted()
        .satisfies(ranks -> assertThat(ranks.stream().filter(w -> w == 10)).hasSize(48));
  }

  @Test
  void nothingHasNone() {
    assertThat(new Widths().atRanks()).isEmpty();
  }
}
