package dev.lowtide.scheduler.quiet;

import dev.lowtide.scheduler.load.Sight;
import dev.lowtide.scheduler.load.TableLock;

/** Nobody, past the proxy or not, holds or awaits a metadata lock on the table at the server. */
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
    String names = Words.named(locks.items().stream().map(TableLock::toString).toList());
    return Finding.of(locks.items().isEmpty(), names, "none");
  }
}
