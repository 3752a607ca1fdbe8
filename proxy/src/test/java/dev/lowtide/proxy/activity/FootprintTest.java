package dev.lowtide.proxy.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FootprintTest {

  @Test
  void whatTouchesMoreTablesThanAreCountedTouchesEverything() {
    Footprint most = Footprint.NONE;
    for (int i = 0; i < Footprint.NAMES_MAX; i++) {
      most = most.plus(Footprint.of(new TableName("s", "t" + i), Access.READ));
    }
    assertThat(most.isUnknown()).isFalse();
    assertThat(most.tables()).hasSize(Footprint.NAMES_MAX);

    Footprint more = most.plus(Footprint.of(new TableName("s", "more"), Access.READ));

    assertThat(more).isEqualTo(Footprint.UNKNOWN);
  }

  private static final TableName ORDERS = new TableName("shop", "orders");
  private static final TableName CARTS = new TableName("shop", "carts");

  @Test
  void theStrongerAccessWins() {
    Footprint read = Footprint.of(ORDERS, Access.READ);
    Footprint write = Footprint.of(ORDERS, Access.WRITE);

    assertThat(read.plus(write).writes(ORDERS)).isTrue();
    assertThat(write.plus(read).writes(ORDERS)).isTrue();
    assertThat(read.writes(ORDERS)).isFalse();
  }

  @Test
  void addingNothingNewMakesNothingNew() {
    Footprint both = Footprint.of(ORDERS, Access.WRITE).plus(Footprint.of(CARTS, Access.READ));

    assertThat(both.plus(Footprint.of(ORDERS, Access.READ))).isSameAs(both);
    assertThat(Footprint.NONE.plus(both)).isSameAs(both);
  }

  @Test
  void unknownTouchesAndWritesEverything() {
    Footprint footprint = Footprint.of(CARTS, Access.READ).plus(Footprint.UNKNOWN);

    assertThat(footprint.touches(ORDERS)).isTrue();
    assertThat(footprint.writes(ORDERS)).isTrue();
    assertThat(footprint.isNone()).isFalse();
  }

  @Test
  void namesThatDifferInCaseAreOneTable() {
    Footprint footprint = Footprint.of(ORDERS, Access.READ);

    assertThat(footprint.touches(new TableName("SHOP", "Orders"))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"shop.orders, shop, orders", "`my.shop`.`a``b`, my.shop, a`b", "s.a.b, s, a.b"})
  void readsATableName(String text, String schema, String table) {
    TableName name = TableName.parse(text);

    assertThat(name.schema()).isEqualTo(schema);
    assertThat(name.table()).isEqualTo(table);
  }

  @ParameterizedTest
  @ValueSource(strings = {"orders", "shop.", ".orders", "", "`shop.orders"})
  void refusesWhatIsNoTableName(String text) {
    assertThatThrownBy(() -> TableName.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'")
        .hasMessageContaining("expected: SCHEMA.TABLE");
  }

  @Test
  void quotesWhateverIsInAName() {
    assertThat(new TableName("s", "a`b").quoted()).isEqualTo("`s`.`a``b`");
  }
}
