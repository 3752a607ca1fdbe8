package dev.lowtide.it.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.LowtideProcess;
import dev.lowtide.it.harness.LowtideProcess.Result;
import dev.lowtide.it.harness.RunningLowtide;
import dev.lowtide.it.scenarios.Lab;
import dev.lowtide.scheduler.journal.StoreAdmin;
import dev.lowtide.scheduler.journal.StoreConfig;
import dev.lowtide.scheduler.journal.StoreKind;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The jar's {@code db} commands beside a Lowtide that serves. */
class BackupWhileRunningIT {

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(StoreKind.class)
  void aBackupIsMadeWhileItServes(StoreKind kind) throws Exception {
    RunningLowtide.createTargetUser(Lab.server());
    Path config = config(kind);
    Path file = folder.resolve("backup.zip");
    try (LowtideProcess lowtide = LowtideProcess.serve(folder, config)) {
      Result made = lowtide.run("db", "backup", "--config", config.toString(), file.toString());

      assertThat(made.exitCode()).as(made.err()).isZero();
      assertThat(made.out()).contains("person=1");
    }

    try (StoreAdmin other = StoreAdmin.open(StoreServers.fresh(StoreKind.POSTGRESQL))) {
      assertThat(other.restore(file).counts()).containsEntry("person", 1L);
    }
  }

  @Test
  void nothingIsChangedBehindTheBackOfOneThatServes() throws Exception {
    RunningLowtide.createTargetUser(Lab.server());
    Path config = config(StoreKind.MYSQL);
    try (LowtideProcess lowtide = LowtideProcess.serve(folder, config)) {
      Result status = lowtide.run("db", "status", "--config", config.toString());
      assertThat(status.out()).contains("another Lowtide is at work on it");

      Result back =
          lowtide.run("db", "migrate", "--config", config.toString(), "--to", "0", "--yes");
      assertThat(back.exitCode()).isEqualTo(2);
      assertThat(back.err()).contains("another Lowtide is at work on it");
    }
  }

  private Path config(StoreKind kind) throws Exception {
    if (kind == StoreKind.H2) {
      return RunningLowtide.writeConfig(folder, Lab.server());
    }
    StoreConfig store = StoreServers.fresh(kind);
    return RunningLowtide.writeConfig(folder, Lab.server(), StoreServers.setting(store));
  }
}
