package dev.lowtide.scheduler.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class LeafPackingTest {

  private static final int PAGE = 16384;

  @Test
  void anEntryNeverLiesAcrossTwoLeaves() {
    assertThat(rows().leaves(1000, 6029, List.of())).isEqualTo(500);
    assertThat(rows().leaves(1000, 7536, List.of())).isEqualTo(500);
    assertThat(rows().leaves(1000, 8120, List.of())).isEqualTo(500);
    assertThat(rows().leaves(1000, 8130, List.of())).isEqualTo(1000);
  }

  /** Two of 5,100 and the sixteenth fill a page; a third would fit but for that. */
  @Test
  void aSixteenthOfAClusteredLeafStaysFree() {
    assertThat(rows().leaves(900, 5100, List.of())).isEqualTo(450);
    assertThat(keys().leaves(900, 5100, List.of())).isEqualTo(300);
    assertThat(rows().leaves(1000, 5000, List.of())).isEqualTo(1000 / 3.0);
  }

  @Test
  void widthsThatDifferLeaveMoreRoomUnusedThanTheirMean() {
    double alike = rows().leaves(10_000, 3500, List.of());
    double different = rows().leaves(10_000, 3500, List.of(500, 1500, 3000, 5000, 7500));

    assertThat(different).isGreaterThan(alike * 0.9);
    /* 15,228 bytes may be filled, and on average half an entry is too long for what is left. */
    assertThat(different).isCloseTo(10_000 * 3500 / 15_228.0, within(700.0));
    assertThat(different).isGreaterThan(10_000 * 3500 / 15_228.0);
  }

  @Test
  void widthsAreOfTheMeanThatWasMeasured() {
    assertThat(rows().leaves(10_000, 100, List.of(50, 50, 50)))
        .isCloseTo(rows().leaves(10_000, 100, List.of()), within(0.01));
  }

  @Test
  void noEntriesTakeNoLeaf() {
    assertThat(rows().leaves(0, 0, List.of())).isZero();
    assertThat(rows().leaves(3, 40, List.of(30, 40, 50))).isEqualTo(1);
  }

  private static LeafPacking rows() {
    return new LeafPacking(PAGE, false, true);
  }

  private static LeafPacking keys() {
    return new LeafPacking(PAGE, false, false);
  }
}
