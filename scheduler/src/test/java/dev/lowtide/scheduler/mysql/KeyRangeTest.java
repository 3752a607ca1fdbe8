package dev.lowtide.scheduler.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lowtide.scheduler.copy.KeyColumn;
import dev.lowtide.scheduler.copy.RowKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyRangeTest {

  private static final KeyColumn SHOP = new KeyColumn("shop", 0, "int", false, "", 0);
  private static final KeyColumn DAY = new KeyColumn("day", 1, "date", false, "", 0);
  private static final KeyColumn CODE = new KeyColumn("co`de", 2, "varchar", false, "utf8mb4", 0);

  @Test
  void allRowsNeedNoCondition() {
    assertThat(new KeyRange(List.of(SHOP), null, null).condition()).isEqualTo("TRUE");
  }

  @Test
  void rowsOfOneColumnBeginBehindAKeyAndEndWithOne() {
    assertThat(new KeyRange(List.of(SHOP), RowKey.of("-4"), RowKey.of("17")).condition())
        .isEqualTo("`shop` > -4 AND `shop` <= 17");
  }

  @Test
  void ofSeveralColumnsTheFirstBoundsTheRange() {
    KeyRange range = new KeyRange(List.of(SHOP, DAY), RowKey.of("1", "2026-01-31"), null);

    assertThat(range.condition())
        .isEqualTo("(`shop` >= 1 AND (`shop` > 1 OR (`shop` = 1 AND `day` > '2026-01-31')))");
  }

  @Test
  void onlyTheLastColumnIncludesTheUpperBound() {
    KeyRange range =
        new KeyRange(List.of(SHOP, DAY, CODE), null, RowKey.of("1", "0000-00-00", "6162"));

    assertThat(range.condition())
        .isEqualTo(
            "(`shop` <= 1 AND (`shop` < 1 OR (`shop` = 1 AND (`day` <= '0000-00-00' AND"
                + " (`day` < '0000-00-00' OR (`day` = '0000-00-00' AND"
                + " `co``de` <= _utf8mb4 x'6162'))))))");
  }

  @Test
  void keysOfOneColumnAreAList() {
    assertThat(KeyRange.among(List.of(CODE), List.of(RowKey.of("61"), RowKey.of(""))))
        .isEqualTo("`co``de` IN (_utf8mb4 x'61', _utf8mb4 x'')");
  }

  @Test
  void keysOfSeveralColumnsAreComparedColumnByColumn() {
    assertThat(
            KeyRange.among(
                List.of(SHOP, DAY), List.of(RowKey.of("1", "2026-01-31"), RowKey.of("2", ""))))
        .isEqualTo("((`shop` = 1 AND `day` = '2026-01-31') OR (`shop` = 2 AND `day` = ''))");
  }

  @Test
  void noKeysAreNoRows() {
    assertThat(KeyRange.among(List.of(SHOP), List.of())).isEqualTo("FALSE");
  }

  @Test
  void columnsAreOrderedAsTheyAreAndShownAsTexts() {
    assertThat(KeyRange.order(List.of(SHOP, CODE))).isEqualTo("`shop`, `co``de`");
    assertThat(KeyRange.selected(List.of(SHOP, CODE)))
        .isEqualTo("CAST(`shop` + 0 AS CHAR), HEX(`co``de`)");
  }

  @Test
  void keyOfAnotherWidthIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KeyRange(List.of(SHOP, DAY), RowKey.of("1"), null))
        .withMessageContaining("expected: 2 values");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeyRange.among(List.of(SHOP, DAY), List.of(RowKey.of("1"))));
  }
}
