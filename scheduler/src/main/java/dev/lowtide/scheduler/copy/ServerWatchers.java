package dev.lowtide.scheduler.copy;

import java.util.Optional;

/** The three of them, each in its own time. Confined to the copy's thread. */
public final class ServerWatchers implements Watchers {

  private final LogSettingsWatch settings;
  private final RetentionWatch retention;
  private final DiskBudget disk;
  private final CopyProgress progress;
  private boolean isWarned;
  private Optional<String> standstill = Optional.empty();

  /** The progress is told what people should know. */
  public ServerWatchers(
      LogSettingsWatch settings, RetentionWatch retention, DiskBudget disk, CopyProgress progress) {
    this.settings = settings;
    this.retention = retention;
    this.disk = disk;
    this.progress = progress;
  }

  @Override
  public void check(BinlogPosition needed) throws CopyStoppedException {
    settings.check();
    warn(retention.check(needed));
    standstill = disk.standstill();
  }

  @Override
  public void checkTrust() throws CopyStoppedException {
    settings.checkNow();
  }

  @Override
  public Optional<String> standstill() {
    return standstill;
  }

  /** Once for each time that it comes to it: its text grows older with every look. */
  private void warn(Optional<String> warning) {
    if (warning.isPresent() && !isWarned) {
      progress.onWarning(warning.get());
    }
    isWarned = warning.isPresent();
  }
}
