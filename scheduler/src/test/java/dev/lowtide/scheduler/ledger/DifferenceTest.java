package dev.lowtide.scheduler.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.ledger.Difference.Kind;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DifferenceTest {

  private static final TableName ORDERS = new TableName("shop", "orders");
  private static final TableName VIEW = new TableName("shop", "open_orders");
  private static final Reach REACH =
      new Reach(
          Set.of(ORDERS),
          Set.of(),
          Map.of(VIEW, new Reach.Via(Access.READ, Access.WRITE)),
          Map.of(),
          Set.of());

  @Test
  void whatWasMissedMattersToTheTablesThatItLeadsTo() {
    assertThat(of(Kind.MISSED, ORDERS).isMissedOn(REACH)).isTrue();
    assertThat(of(Kind.MISSED, VIEW).isMissedOn(REACH)).isTrue();
    assertThat(of(Kind.MISSED, new TableName("shop", "carts")).isMissedOn(REACH)).isFalse();
  }

  @Test
  void whatIsKnownTooMuchMattersToNobody() {
    assertThat(of(Kind.EXTRA, ORDERS).isMissedOn(REACH)).isFalse();
  }

  private static Difference of(Kind kind, TableName table) {
    return new Difference(kind, 7, 1, "app@10.0.0.1", table, "holds SHARED_READ");
  }
}
