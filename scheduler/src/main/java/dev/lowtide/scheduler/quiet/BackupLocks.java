package dev.lowtide.scheduler.quiet;

import dev.lowtide.scheduler.load.BackupLock;
import dev.lowtide.scheduler.load.Sight;

/** Nobody holds or awaits a lock on the whole server under which no table can be changed. */
final class BackupLocks implements ServerCondition {

  @Override
  public Signal signal() {
    return Signal.BACKUP_LOCK;
  }

  @Override
  public Finding judge(Signals seen) {
    Sight<BackupLock> locks = seen.server().backupLocks();
    if (locks.isMissing()) {
      return Finding.blind(locks.missing(), "none");
    }
    String names = Words.named(locks.items().stream().map(BackupLock::toString).toList());
    return Finding.of(locks.items().isEmpty(), names, "none");
  }
}
