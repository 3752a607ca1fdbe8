package dev.lowtide.scheduler.ledger;

import static dev.lowtide.proxy.activity.Access.READ;
import static dev.lowtide.scheduler.ledger.Shop.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.proxy.activity.Footprint;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DependenciesTest {

  private static final Footprint READING_V = Footprint.of(table("v"), READ);

  private final Shop shop = new Shop().trigger("t", Footprint.of(table("log"), READ));
  private long nanos = Duration.ofHours(1).toNanos();
  private final Dependencies dependencies = new Dependencies(shop, shop, () -> nanos);

  @Test
  void whatSomethingDependsOnIsAlwaysAsItIsNow() {
    assertThat(dependencies.reach(table("t")).accessBy(READING_V)).isNull();

    shop.view("v", "t");

    assertThat(dependencies.reach(table("t")).accessBy(READING_V)).isEqualTo(READ);
  }

  @Test
  void whatIsOnlyShownMayBeAFewSecondsOld() {
    DependencyGraph first = dependencies.recent();
    shop.view("v", "t");
    nanos += Duration.ofSeconds(5).toNanos() - 1;
    assertThat(dependencies.recent()).isSameAs(first);

    nanos++;

    assertThat(dependencies.recent().reach(table("t")).accessBy(READING_V)).isEqualTo(READ);
  }

  @Test
  void severalTablesAreLookedUpInOneReading() {
    shop.view("v", "t");

    assertThat(dependencies.reaches(List.of(table("t"), table("log"))))
        .isEqualTo(List.of(shop.graph().reach(table("t")), shop.graph().reach(table("log"))));
    assertThat(dependencies.recentReaches(List.of(table("t"))))
        .isEqualTo(List.of(shop.graph().reach(table("t"))));
  }

  @Test
  void bodiesAreReadAgainOnlyWhenSomethingHasChanged() {
    DependencyGraph first = dependencies.now();

    assertThat(dependencies.now()).isSameAs(first);
    assertThat(shop.bodiesRead).isEqualTo(1);
  }

  @Test
  void aDictionaryThatCannotBeReadIsBlindAndNotEmpty() {
    dependencies.now();
    shop.failure = "TRIGGER is not granted";

    assertThatThrownBy(() -> dependencies.reach(table("t")))
        .isInstanceOf(LedgerBlindException.class)
        .hasMessage("TRIGGER is not granted");
    assertThatThrownBy(dependencies::recent).isInstanceOf(LedgerBlindException.class);
  }
}
