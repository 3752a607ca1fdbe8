package dev.lowtide.scheduler.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowWidthsTest {

  private final RowWidths widths =
      new RowWidths(Map.of("id", 8.0, "day", 3.0, "note", 20.5, "zone", 2.0));

  @Test
  void aRowIsAsWideAsItsColumns() {
    assertThat(widths.row()).isEqualTo(33.5);
  }

  @Test
  void entriesOfSecondaryIndexesCarryThePrimaryKey() {
    Indexes indexes =
        new Indexes(
            Map.of(
                "PRIMARY", List.of("id", "zone"),
                "by_day", List.of("day"),
                "by_note", List.of("note", "day")));

    assertThat(widths.secondaryKeys(indexes)).isEqualTo((3 + 10) + (23.5 + 10));
  }

  @Test
  void columnsThatAreNotStoredTakeNoRoom() {
    Indexes indexes = new Indexes(Map.of("by_computed", List.of("computed")));

    assertThat(widths.secondaryKeys(indexes)).isZero();
  }
}
