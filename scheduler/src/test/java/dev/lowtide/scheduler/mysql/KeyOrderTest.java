package dev.lowtide.scheduler.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.copy.KeyColumn;
import dev.lowtide.scheduler.copy.RowKey;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyOrderTest {

  private static final KeyColumn SHOP = new KeyColumn("shop", 0, "int", false, "", 0);
  private static final KeyColumn DAY = new KeyColumn("day", 1, "date", false, "", 0);
  private static final KeyColumn CODE = new KeyColumn("co`de", 2, "varchar", false, "utf8mb4", 0);

  @Test
  void allRowsNeedNoCondition() {
    assertThat(ascending(SHOP).between(null, null)).isEqualTo("TRUE");
  }

  @Test
  void rowsOfOneColumnBeginBehindAKeyAndEndWithOne() {
    assertThat(ascending(SHOP).between(RowKey.of("-4"), RowKey.of("17")))
        .isEqualTo("`shop` > -4 AND `shop` <= 17");
  }

  @Test
  void ofADescendingColumnTheSmallerValuesComeAfter() {
    assertThat(new KeyOrder(table(SHOP), List.of(true)).between(RowKey.of("17"), RowKey.of("-4")))
        .isEqualTo("`shop` < 17 AND `shop` >= -4");
  }

  @Test
  void ofSeveralColumnsTheFirstBoundsTheRange() {
    assertThat(ascending(SHOP, DAY).between(RowKey.of("1", "2026-01-31"), null))
        .isEqualTo("(`shop` >= 1 AND (`shop` > 1 OR (`shop` = 1 AND `day` > '2026-01-31')))");
  }

  @Test
  void eachColumnGoesItsOwnWay() {
    KeyOrder order = new KeyOrder(table(SHOP, DAY), List.of(false, true));

    assertThat(order.between(RowKey.of("1", "2026-01-31"), null))
        .isEqualTo("(`shop` >= 1 AND (`shop` > 1 OR (`shop` = 1 AND `day` < '2026-01-31')))");
    assertThat(order.forwards()).isEqualTo(" ORDER BY `shop`, `day` DESC");
    assertThat(order.backwards()).isEqualTo(" ORDER BY `shop` DESC, `day`");
  }

  @Test
  void onlyTheLastColumnIncludesTheUpperBound() {
    assertThat(ascending(SHOP, DAY, CODE).between(null, RowKey.of("1", "0000-00-00", "6162")))
        .isEqualTo(
            "(`shop` <= 1 AND (`shop` < 1 OR (`shop` = 1 AND (`day` <= '0000-00-00' AND"
                + " (`day` < '0000-00-00' OR (`day` = '0000-00-00' AND"
                + " `co``de` <= _utf8mb4 x'6162'))))))");
  }

  @Test
  void keysOfOneColumnAreAList() {
    assertThat(ascending(CODE).among(List.of(RowKey.of("61"), RowKey.of(""))))
        .isEqualTo("`co``de` IN (_utf8mb4 x'61', _utf8mb4 x'')");
  }

  @Test
  void keysOfSeveralColumnsAreComparedColumnByColumn() {
    assertThat(
            ascending(SHOP, DAY).among(List.of(RowKey.of("1", "2026-01-31"), RowKey.of("2", ""))))
        .isEqualTo("((`shop` = 1 AND `day` = '2026-01-31') OR (`shop` = 2 AND `day` = ''))");
  }

  @Test
  void noKeysAreNoRows() {
    assertThat(ascending(SHOP).among(List.of())).isEqualTo("FALSE");
  }

  @Test
  void columnsAreShownAsTexts() {
    assertThat(ascending(SHOP, CODE).selected())
        .isEqualTo("CAST(`shop` + 0 AS CHAR), HEX(`co``de`)");
  }

  @Test
  void keyOfAnotherWidthIsRefused() {
    KeyOrder order = ascending(SHOP, DAY);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> order.between(RowKey.of("1"), null))
        .withMessageContaining("expected: 2 values");
    assertThatIllegalArgumentException().isThrownBy(() -> order.among(List.of(RowKey.of("1"))));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KeyOrder(table(SHOP, DAY), List.of(false)));
  }

  private static KeyOrder ascending(KeyColumn... key) {
    return new KeyOrder(table(key), Collections.nCopies(key.length, false));
  }

  private static CopyTable table(KeyColumn... key) {
    return new CopyTable(
        new TableName("shop", "orders"),
        new TableName("lowtide_new", "orders"),
        new TableName("lowtide_old", "17_orders"),
        "PRIMARY",
        List.of(key),
        List.of(key).stream().map(KeyColumn::name).toList(),
        key.length);
  }
}
