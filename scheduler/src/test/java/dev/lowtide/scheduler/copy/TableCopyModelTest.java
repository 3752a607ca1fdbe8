package dev.lowtide.scheduler.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Copies under random writers, failures and crashes: no schedule may lose, double or bend a row.
 */
class TableCopyModelTest {

  /** A few seconds for each line of the table below. */
  private static final int SEEDS = 1_000;

  @ParameterizedTest(name = "of 1000 calls {0} end in a crash and {1} fail")
  @CsvSource({"0, 0", "0, 30", "20, 0", "15, 20"})
  void shadowIsOriginalInTheEnd(int crashes, int failures) {
    for (long seed = 0; seed < SEEDS; seed++) {
      ModelServer server = new ModelServer(seed, 150);
      ModelWorld world = new ModelWorld(server);
      world.crashes = crashes;
      world.failures = failures;
      try {
        copyWhateverComes(world);
        assertThat(world.server.shadow).isEqualTo(world.original());
        assertThat(world.isKeyed).isTrue();
      } catch (Exception | AssertionError e) {
        fail("seed " + seed, e);
      }
    }
  }

  private static void copyWhateverComes(ModelWorld world) throws Exception {
    for (int life = 1; ; life++) {
      try (TableCopy copy = new TableCopy(world.parts())) {
        run(copy, world);
        return;
      } catch (ModelWorld.Crash | CopyStoppedException e) {
        if (life > 200 || !isResumable(e)) {
          throw new AssertionError("no progress in " + life + " lives", e);
        }
      }
    }
  }

  private static boolean isResumable(Throwable e) {
    return !(e instanceof CopyStoppedException stopped)
        || stopped.fate() == CopyStoppedException.Fate.RESUMABLE;
  }

  private static void run(TableCopy copy, ModelWorld world) throws Exception {
    copy.begin(ModelRegistry.ORDERS, "run 7");
    copy.copyRows();
    copy.addKeys();
    copy.catchUp(Duration.ofSeconds(10));
    world.server.quieten();
    long mark = copy.mark();
    while (!copy.isPast(mark)) {
      copy.step(Duration.ofMillis(10));
    }
  }
}
