package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.copy.CopyRecord;
import dev.lowtide.scheduler.copy.DiskUse;
import dev.lowtide.scheduler.copy.LogFiles;
import dev.lowtide.scheduler.copy.ShadowTables;
import org.jspecify.annotations.Nullable;

/**
 * What a copy takes of the target's disk: seen where the target runs on this machine, and reckoned
 * everywhere. The list of the log's files costs the server ten microseconds for each of them.
 * Confined to one thread.
 */
public final class MySqlDiskUse implements DiskUse.Source {

  private final Target target;
  private final TargetConfig config;
  private final ShadowTables shadows;
  private final LogFiles.Source files;
  private final CopyRecord copy;

  /** Bytes of the shadow when the copy was begun or taken up; not known before the first look. */
  private @Nullable Long shadowBefore;

  /** The copy as it was when it was begun or taken up. */
  public MySqlDiskUse(
      Target target,
      TargetConfig config,
      ShadowTables shadows,
      LogFiles.Source files,
      CopyRecord copy) {
    this.target = target;
    this.config = config;
    this.shadows = shadows;
    this.files = files;
    this.copy = copy;
  }

  /** What an earlier life wrote to the log is taken for as much as it wrote to the shadow. */
  @Override
  public DiskUse read() {
    long shadow = shadows.bytes(copy.table().shadow());
    if (shadowBefore == null) {
      shadowBefore = copy.rowsCopied() == 0 ? 0 : shadow;
    }
    String directory = target.ask(connection -> Target.text(connection, "SELECT @@GLOBAL.datadir"));
    return new DiskUse(
        Disks.ofData(config, directory),
        shadow,
        shadowBefore + files.read().bytesSince(copy.applied()));
  }
}
