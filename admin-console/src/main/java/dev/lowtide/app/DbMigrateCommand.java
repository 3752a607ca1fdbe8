package dev.lowtide.app;

import dev.lowtide.scheduler.journal.StoreAdmin;
import dev.lowtide.scheduler.journal.StoreConfig;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Brings the schema up to date, or back. */
@Command(
    name = "migrate",
    description = "Brings the store's schema up to date, or back to an older one.",
    mixinStandardHelpOptions = true)
final class DbMigrateCommand extends DbAction {

  @Option(
      names = "--to",
      paramLabel = "N",
      description = "Goes back to this version of the schema; 0 is none at all.")
  private @Nullable Integer version;

  @Option(names = "--yes", description = "Goes back even if that loses something.")
  private boolean isYes;

  @Override
  void act(StoreConfig store, AppConfig config, PrintWriter out) {
    try (StoreAdmin admin = StoreAdmin.open(store)) {
      Integer to = version;
      String now = to == null ? admin.migrate() : goBack(admin, to);
      out.println("the store has " + (now.isEmpty() ? "no schema" : "schema " + now) + " now");
    }
  }

  private String goBack(StoreAdmin admin, int to) {
    List<String> lost = admin.lostBy(to);
    if (!lost.isEmpty() && !isYes) {
      throw refused(
          "going back to schema "
              + to
              + " would lose "
              + String.join(", ", lost)
              + " (expected: nothing, or --yes)");
    }
    return admin.goBackTo(to);
  }
}
