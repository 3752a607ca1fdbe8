package dev.lowtide.app;

import dev.lowtide.scheduler.journal.BackupManifest;
import dev.lowtide.scheduler.journal.StoreAdmin;
import dev.lowtide.scheduler.journal.StoreConfig;
import dev.lowtide.scheduler.journal.StoreException;
import dev.lowtide.scheduler.shrink.ByteSize;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Writes a backup. An H2 file belongs to the process that has it open: that one is asked for it, by
 * the token that it wrote down for whoever is the same user on the same machine.
 */
@Command(
    name = "backup",
    description = "Writes all of the store into a file, also while Lowtide is at work on it.",
    mixinStandardHelpOptions = true)
final class DbBackupCommand extends DbAction {

  @Parameters(paramLabel = "FILE", description = "A file that is not there yet.")
  private Path file = Path.of("");

  @Override
  void act(StoreConfig store, AppConfig config, PrintWriter out) {
    BackupManifest made = during(this::progress, () -> backup(store, config));
    out.println(
        file + " has schema " + made.schema() + " and " + made.rows() + " rows: " + made.counts());
  }

  private BackupManifest backup(StoreConfig store, AppConfig config) {
    try (StoreAdmin admin = StoreAdmin.open(store)) {
      return admin.backup(file, Clock.systemUTC().instant());
    } catch (StoreException e) {
      return StoreAdmin.isInUse(e) ? fromRunning(config) : failed(e);
    }
  }

  /** How long it will be is known when it is done. */
  private String progress() {
    long bytes = StoreAdmin.aside(file).toFile().length();
    return "backup: " + new ByteSize(bytes) + " are written";
  }

  private static BackupManifest failed(StoreException e) {
    throw e;
  }

  private BackupManifest fromRunning(AppConfig config) {
    Path state =
        config.state() != null && config.state().directory() != null
            ? Path.of(config.state().directory())
            : CliToken.home(System.getenv());
    StoreAdmin.written(file, out -> client(state).download("/backup", out));
    return StoreAdmin.manifest(file);
  }

  private static ApiClient client(Path state) throws IOException {
    Optional<CliToken> token = CliToken.read(state);
    return token
        .map(found -> new ApiClient(found.url(), found.token()))
        .orElseThrow(
            () -> refused("the store is in use, and " + state + " has no token of a Lowtide"));
  }
}
