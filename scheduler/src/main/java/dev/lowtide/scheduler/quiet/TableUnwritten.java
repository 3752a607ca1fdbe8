package dev.lowtide.scheduler.quiet;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Nobody has written to the table lately; who writes now and then will write again soon. */
final class TableUnwritten implements TableCondition {

  private final Duration unwrittenFor;

  TableUnwritten(Duration unwrittenFor) {
    this.unwrittenFor = unwrittenFor;
  }

  @Override
  public Signal signal() {
    return Signal.TABLE_WRITTEN;
  }

  @Override
  public Finding judge(TableSignals seen) {
    @Nullable Duration since = seen.load().sinceWrite(seen.reach());
    return Finding.of(
        since == null || since.compareTo(unwrittenFor) >= 0,
        since == null ? "none seen" : Words.seconds(since) + " ago",
        "at least " + Words.seconds(unwrittenFor) + " ago");
  }
}
