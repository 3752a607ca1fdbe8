package dev.lowtide.app;

import dev.lowtide.scheduler.journal.BackupManifest;
import dev.lowtide.scheduler.journal.StoreAdmin;
import dev.lowtide.scheduler.journal.StoreConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Fills an empty store from a backup. */
@Command(
    name = "restore",
    description = "Fills an empty store, of whatever kind, from a backup.",
    mixinStandardHelpOptions = true)
final class DbRestoreCommand extends DbAction {

  @Parameters(paramLabel = "FILE", description = "What db backup wrote.")
  private Path file = Path.of("");

  @Override
  void act(StoreConfig store, AppConfig config, PrintWriter out) {
    try (StoreAdmin admin = StoreAdmin.open(store)) {
      BackupManifest restored = admin.restore(file);
      out.println(restored.rows() + " rows are restored: " + restored.counts());
    }
  }
}
