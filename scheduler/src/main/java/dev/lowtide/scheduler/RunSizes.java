package dev.lowtide.scheduler;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.journal.Experience;
import dev.lowtide.scheduler.journal.StoreGoneException;
import dev.lowtide.scheduler.mysql.TargetException;
import dev.lowtide.scheduler.plan.Sizes;
import dev.lowtide.scheduler.report.Measurements;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import dev.lowtide.scheduler.shrink.SizeSample;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How large the files of a run's subject are, and what is learnt from them. Safe for any thread.
 *
 * @param rebuilt is told of tables whose files are others than they were
 */
record RunSizes(Sizes sizes, Experience experience, Consumer<TableName> rebuilt, Clock clock) {

  private static final Logger log = LoggerFactory.getLogger(RunSizes.class);

  /** What the plan says if the server cannot be asked. */
  ByteSize now(ShrinkRun run) {
    try {
      return sizes.of(run.plan().subject());
    } catch (TargetException e) {
      log.warn("run={} cannot be measured: {}", run.id(), e.getMessage());
      return run.plan().facts().tablespace().fileSize();
    }
  }

  void onRebuilt(ShrinkRun run, Measurements measured) {
    run.plan().subject().optionalTable().ifPresent(rebuilt);
    if (run.plan().subject().isTable()) {
      keep(run, measured);
    }
  }

  /**
   * What a rebuild leaves is what was alive before it: nobody can measure that any better. Of one
   * partition it would say nothing of its table.
   */
  private void keep(ShrinkRun run, Measurements measured) {
    ByteSize after = measured.fileSizeAfter();
    Instant now = clock.instant();
    TableName table = run.plan().table();
    try {
      experience.add(table, new SizeSample(now.minusMillis(1), measured.fileSizeBefore(), after));
      experience.add(table, new SizeSample(now, after, after));
    } catch (StoreGoneException e) {
      throw e;
    } catch (RuntimeException e) {
      log.warn("run={} its sizes are not kept: {}", run.id(), e.getMessage());
    }
  }
}
