package dev.lowtide.scheduler;

import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.journal.Store;
import dev.lowtide.scheduler.journal.Stores;
import dev.lowtide.scheduler.mysql.TargetException;
import dev.lowtide.scheduler.plan.FakeCatalog;
import dev.lowtide.scheduler.plan.Sizes;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Plans;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunSizesTest {

  private final Store store = Stores.inMemory();
  private final Journal journal = new Journal(store);
  private final FakeCatalog catalog = new FakeCatalog();
  private final RunSizes sizes =
      new RunSizes(
          Sizes.ofTables(catalog), journal.experience(), table -> {}, new SettableClock(NOW));
  private final ShrinkRun run = journal.insert(Plans.plan(), "ann", NOW);

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aSizeThatCannotBeAskedForIsThatOfThePlan() {
    catalog.failWith(new TargetException("target db:3306 does not answer"));

    assertThat(sizes.now(run)).isEqualTo(ByteSize.ofMebibytes(100));
  }

  @Test
  void aTableThatIsGoneHasNoSize() {
    assertThat(sizes.now(run)).isEqualTo(ByteSize.ZERO);
  }
}
