package dev.lowtide.app;

import dev.lowtide.scheduler.journal.StoreAdmin;
import dev.lowtide.scheduler.journal.StoreConfig;
import java.io.PrintWriter;
import picocli.CommandLine.Command;

/** Makes a store ready before Lowtide is. */
@Command(
    name = "init",
    description = "Makes the store's tables; refused if there are some.",
    mixinStandardHelpOptions = true)
final class DbInitCommand extends DbAction {

  @Override
  void act(StoreConfig store, AppConfig config, PrintWriter out) {
    try (StoreAdmin admin = StoreAdmin.open(store)) {
      String version = admin.status().version();
      if (!version.isEmpty()) {
        throw refused("the store has schema " + version + " (expected: none yet; see db migrate)");
      }
      out.println("the store has schema " + admin.migrate() + " now");
    }
  }
}
