package dev.lowtide.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.mysql.Leftover;
import dev.lowtide.scheduler.mysql.TargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is told of, and what is removed. */
class CleanUpTest {

  private static final Leftover SHADOW = leftover("orders", true);
  private static final Leftover OLD = leftover("7_orders", false);

  private final List<String> events = new ArrayList<>();
  private final List<Leftover> left = new ArrayList<>();
  private boolean isAnotherAtWork;
  private boolean isStuck;
  private final CleanUp cleanUp =
      new CleanUp(new FakeLeavings(), text -> events.add("told " + text));

  @Test
  void whereNothingIsLeftNobodyIsDisturbed() throws Exception {
    assertThat(cleanUp.run()).isEqualTo(CleanUp.EVERY);
    assertThat(events).isEmpty();
  }

  @Test
  void aShadowIsRemovedAfterThatWasSaid() throws Exception {
    left.add(SHADOW);

    assertThat(cleanUp.run()).isEqualTo(CleanUp.EVERY);

    assertThat(events).containsExactly("told orders; it is removed", "settled", "removed orders");
  }

  @Test
  void whatMustNotBeRemovedIsToldOfOnce() throws Exception {
    left.add(OLD);

    cleanUp.run();
    cleanUp.run();

    assertThat(events)
        .containsExactly("told 7_orders; it stays, for a person to look at", "settled", "settled");
  }

  @Test
  void whileAnotherLowtideIsAtWorkNothingIsTouched() throws Exception {
    left.add(SHADOW);
    isAnotherAtWork = true;

    assertThat(cleanUp.run()).isEqualTo(CleanUp.AGAIN);
    assertThat(left).containsExactly(SHADOW);
    isAnotherAtWork = false;
    cleanUp.run();

    assertThat(events).containsExactly("told orders; it is removed", "settled", "removed orders");
  }

  @Test
  void oneThatCannotBeRemovedDoesNotKeepTheOthers() throws Exception {
    left.add(leftover("stuck", true));
    left.add(SHADOW);
    isStuck = true;

    cleanUp.run();

    assertThat(events).contains("removed orders").doesNotContain("removed stuck");
    assertThat(cleanUp.left()).containsExactly("stuck");
  }

  @Test
  void whatIsLeftIsToldAsLongAsItIsThere() throws Exception {
    left.add(OLD);
    left.add(SHADOW);
    isAnotherAtWork = true;
    cleanUp.run();
    assertThat(cleanUp.left())
        .containsExactly("7_orders; it stays, for a person to look at", "orders");

    isAnotherAtWork = false;
    cleanUp.run();
    assertThat(cleanUp.left()).containsExactly("7_orders; it stays, for a person to look at");

    left.clear();
    cleanUp.run();
    assertThat(cleanUp.left()).isEmpty();
  }

  private static Leftover leftover(String table, boolean isRemovable) {
    return new Leftover(Optional.of(new TableName("lowtide_new", table)), 0, isRemovable, table);
  }

  private final class FakeLeavings implements Leavings {

    @Override
    public void settle() {
      events.add("settled");
    }

    @Override
    public List<Leftover> look() {
      return List.copyOf(left);
    }

    @Override
    public void remove(Leftover leftover) {
      if (isStuck && leftover.text().equals("stuck")) {
        throw new TargetException("locked");
      }
      left.remove(leftover);
      events.add("removed " + leftover.text());
    }

    @Override
    public boolean alone(Work work) throws InterruptedException {
      if (isAnotherAtWork) {
        return false;
      }
      work.run();
      return true;
    }
  }
}
