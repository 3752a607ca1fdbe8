package dev.lowtide.proxy.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.Reach.Via;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which footprints lead to a table. */
class ReachTest {

  private static final TableName ORDERS = new TableName("shop", "orders");
  private static final TableName VIEW = new TableName("shop", "open_orders");
  private static final TableName LOG = new TableName("shop", "log");
  private static final RoutineName ARCHIVE = RoutineName.procedure("shop", "archive");
  private static final RoutineName HARMLESS = RoutineName.procedure("shop", "harmless");
  private static final RoutineName TOTAL = RoutineName.function("shop", "total");

  private static final Reach REACH =
      new Reach(
          Set.of(ORDERS),
          Set.of(),
          Map.of(
              VIEW, new Via(Access.READ, Access.WRITE),
              LOG, new Via(null, Access.READ)),
          Map.of(ARCHIVE, Access.WRITE, TOTAL, Access.READ),
          Set.of(ARCHIVE, HARMLESS, TOTAL));

  @Test
  void aViewIsTheTableUnderAnotherName() {
    assertThat(REACH.accessBy(Footprint.of(VIEW, Access.READ))).isEqualTo(Access.READ);
    assertThat(REACH.accessBy(Footprint.of(VIEW, Access.WRITE))).isEqualTo(Access.WRITE);
  }

  @Test
  void aTriggerLeadsToTheTableOnlyForThoseWhoFireIt() {
    assertThat(REACH.accessBy(Footprint.of(LOG, Access.READ))).isNull();
    assertThat(REACH.accessBy(Footprint.of(LOG, Access.WRITE))).isEqualTo(Access.READ);
  }

  @Test
  void routinesCountByWhatTheyUse() {
    assertThat(REACH.accessBy(Footprint.of(ARCHIVE))).isEqualTo(Access.WRITE);
    assertThat(REACH.accessBy(Footprint.of(TOTAL))).isEqualTo(Access.READ);
    assertThat(REACH.accessBy(Footprint.of(HARMLESS))).isNull();
  }

  @Test
  void aProcedureNobodyHasReadMayTouchAnything() {
    assertThat(REACH.accessBy(Footprint.of(RoutineName.procedure("shop", "new"))))
        .isEqualTo(Access.WRITE);
    assertThat(REACH.accessBy(Footprint.of(RoutineName.function("shop", "greatest")))).isNull();
  }

  @Test
  void aSchemaAsAWholeHasItsTables() {
    Footprint dropped = Footprint.ofSchema("SHOP", Access.WRITE);

    assertThat(REACH.accessBy(dropped)).isEqualTo(Access.WRITE);
    assertThat(Reach.of(new TableName("other", "orders")).accessBy(dropped)).isNull();
    assertThat(Reach.ofSchema("shop").accessBy(Footprint.of(LOG, Access.READ)))
        .isEqualTo(Access.READ);
  }

  @Test
  void theStrongestAccessCounts() {
    Footprint both = Footprint.of(VIEW, Access.READ).plus(Footprint.of(ARCHIVE));

    assertThat(REACH.accessBy(both)).isEqualTo(Access.WRITE);
    assertThat(REACH.accessBy(Footprint.UNKNOWN)).isEqualTo(Access.WRITE);
    assertThat(REACH.accessBy(Footprint.NONE)).isNull();
  }
}
