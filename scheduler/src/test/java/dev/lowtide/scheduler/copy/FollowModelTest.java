package dev.lowtide.scheduler.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.CopyStoppedException.Fate;
import dev.lowtide.scheduler.shrink.Subject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An old table that follows, under random writers, failures and crashes: it is the other one in the
 * end, and whatever ends it, it stays.
 */
class FollowModelTest {

  /** A second or two for each line of the table below. */
  private static final int SEEDS = 500;

  private static final String OWNER = "run 7";

  @ParameterizedTest(name = "of 1000 calls {0} end in a crash and {1} fail")
  @CsvSource({"0, 0", "0, 30", "15, 20"})
  void oldTableIsTheNewOneInTheEnd(int crashes, int failures) {
    for (long seed = 0; seed < SEEDS; seed++) {
      try {
        ModelWorld world = kept(seed);
        world.crashes = crashes;
        world.failures = failures;
        followWhateverComes(world);
        assertThat(world.server.shadow).isEqualTo(world.original());
        assertThat(world.registry.record(1).phase()).isEqualTo(CopyPhase.KEPT);
      } catch (Exception | AssertionError e) {
        fail("seed " + seed, e);
      }
    }
  }

  @Test
  void whatEndsTheFollowingLeavesTheOldTableAndItsRow() throws Exception {
    ModelWorld world = kept(1);
    world.fingerprint = "something else";

    try (TableCopy follower = new TableCopy(parts(world))) {
      assertThatThrownBy(() -> follower.follow(row(world)))
          .isInstanceOfSatisfying(
              CopyStoppedException.class, e -> assertThat(e.fate()).isEqualTo(Fate.LOST));
    }

    assertThat(world.isShadowThere).isTrue();
    assertThat(world.registry.record(1).phase()).isEqualTo(CopyPhase.KEPT);
  }

  @Test
  void followsTheOtherWayRound() {
    CopyTable reversed = ModelRegistry.TABLE.reversed();

    assertThat(reversed.original()).isEqualTo(ModelRegistry.ORDERS);
    assertThat(reversed.shadow()).isEqualTo(new TableName("lowtide_old", "1_orders"));
    assertThat(reversed.old()).isEqualTo(new TableName("lowtide_new", "orders"));
    assertThat(reversed.reversed()).isEqualTo(ModelRegistry.TABLE);
  }

  @Test
  void nothingIsBegunAnewOrForgottenByWhoeverFollows() throws Exception {
    CopyRegistry registry = new ReversedRegistry(kept(1).registry);

    assertThat(registry.find(OWNER).map(CopyRecord::phase)).contains(CopyPhase.FOLLOWING);
    for (Runnable change :
        List.<Runnable>of(
            () -> registry.forget(1),
            () -> registry.phase(1, CopyPhase.COPYING),
            () -> registry.applied(1, ModelWorld.at(1)),
            () ->
                registry.register(
                    OWNER, Subject.of(ModelRegistry.ORDERS), "", "", ModelWorld.at(1)))) {
      assertThatThrownBy(change::run).hasMessageContaining("its old table only follows");
    }
  }

  /** All rows are in both tables, and others write on. */
  private static ModelWorld kept(long seed) throws Exception {
    ModelWorld world = new ModelWorld(new ModelServer(seed, 300));
    try (TableCopy copy = new TableCopy(world.parts())) {
      copy.begin(ModelRegistry.ORDERS, OWNER);
      copy.copyRows();
      copy.addKeys();
      copy.catchUp(Duration.ofSeconds(10));
    }
    world.registry.phase(1, CopyPhase.KEPT);
    return world;
  }

  private static void followWhateverComes(ModelWorld world) {
    for (int life = 1; life < 300; life++) {
      try (TableCopy follower = new TableCopy(parts(world))) {
        follower.follow(row(world));
        while (!world.server.isQuiet()) {
          follower.step(Duration.ofMillis(10));
        }
        world.server.quieten();
        long mark = follower.mark();
        while (!follower.isPast(mark)) {
          follower.step(Duration.ofMillis(10));
        }
        return;
      } catch (ModelWorld.Crash crash) {
        // Another life begins.
      } catch (CopyStoppedException e) {
        assertThat(e.fate()).isEqualTo(Fate.RESUMABLE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    fail("no progress");
  }

  private static CopyRecord row(ModelWorld world) {
    return world.registry.record(1).reversed();
  }

  private static CopyParts parts(ModelWorld world) {
    CopyParts parts = world.parts();
    return new CopyParts(
        parts.log(),
        new ReversedRegistry(world.registry),
        parts.shadows(),
        parts.sessions(),
        parts.feeds(),
        parts.watchers(),
        parts.longWork(),
        parts.throttle(),
        parts.progress(),
        parts.pace());
  }
}
