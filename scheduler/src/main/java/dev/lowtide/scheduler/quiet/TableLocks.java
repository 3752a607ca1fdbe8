package dev.lowtide.scheduler.quiet;

import dev.lowtide.scheduler.load.Sight;
import dev.lowtide.scheduler.load.TableLock;
import java.util.Comparator;
import java.util.List;

/**
 * Nobody, past the proxy or not, holds or awaits a metadata lock on the table at the server. Who
 * awaits one is named first: it tells most of what is going on.
 */
final class TableLocks implements TableCondition {

  @Override
  public Signal signal() {
    return Signal.TABLE_LOCKED;
  }

  @Override
  public Finding judge(TableSignals seen) {
    Sight<TableLock> locks = seen.server().locks();
    if (locks.isMissing()) {
      return Finding.blind(locks.missing(), "none");
    }
    List<String> names =
        locks.items().stream()
            .sorted(Comparator.comparing(TableLock::isPending).reversed())
            .map(TableLock::toString)
            .toList();
    return Finding.of(names.isEmpty(), Words.named(names), "none");
  }
}
