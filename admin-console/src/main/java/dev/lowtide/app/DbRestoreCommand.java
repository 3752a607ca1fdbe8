package dev.lowtide.app;

import dev.lowtide.console.Format;
import dev.lowtide.scheduler.journal.BackupManifest;
import dev.lowtide.scheduler.journal.StoreAdmin;
import dev.lowtide.scheduler.journal.StoreConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
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
      long rows = StoreAdmin.manifest(file).rows();
      AtomicLong done = new AtomicLong();
      BackupManifest restored =
          during(
              () -> progress(done.get(), rows), () -> admin.restore(file, done::incrementAndGet));
      out.println(restored.rows() + " rows are restored: " + restored.counts());
    }
  }

  private static String progress(long done, long rows) {
    int percent = rows == 0 ? 100 : (int) (100 * done / rows);
    return ProgressLine.bar(
        percent, Format.count(done) + " of " + Format.count(rows) + " rows are restored");
  }
}
