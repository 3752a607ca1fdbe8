package dev.lowtide.proxy.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.proxy.activity.TransactionSnapshot.Touch;
import org.junit.jupiter.api.Test;

class TouchesTest {

  private final Touches touches = new Touches();

  @Test
  void theSameTableTouchedAgainIsOneTouch() {
    touches.add(table(1), 5);
    touches.add(table(2), 6);

    touches.add(table(1), 7);

    assertThat(touches.snapshot())
        .containsExactlyInAnyOrder(new Touch(table(1), 7), new Touch(table(2), 6));
  }

  @Test
  void whatTouchesNothingIsNoTouch() {
    touches.add(Footprint.NONE, 5);

    assertThat(touches.isEmpty()).isTrue();
  }

  @Test
  void theTwoOldestBecomeOneWhenThereIsNoRoom() {
    for (int i = 0; i < Touches.SETS_MAX; i++) {
      touches.add(table(i), 100 + i);
    }
    touches.add(table(0), 200);

    touches.add(table(99), 201);

    assertThat(touches.snapshot())
        .hasSize(Touches.SETS_MAX)
        .contains(
            new Touch(table(1).plus(table(2)), 102),
            new Touch(table(3), 103),
            new Touch(table(0), 200),
            new Touch(table(99), 201));
  }

  @Test
  void nothingIsLostHoweverManyThereAre() {
    for (int i = 0; i < 60; i++) {
      touches.add(table(i), i);
    }

    for (int i = 0; i < 60; i++) {
      assertThat(touches.all().writes(name(i))).isTrue();
    }
    assertThat(touches.all().isUnknown()).isFalse();
  }

  private static Footprint table(int number) {
    return Footprint.of(name(number), Access.WRITE);
  }

  private static TableName name(int number) {
    return new TableName("shop", "t" + number);
  }
}
