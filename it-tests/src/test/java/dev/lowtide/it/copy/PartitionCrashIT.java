package dev.lowtide.it.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.copy.PartitionedTable.Kind;
import dev.lowtide.it.harness.LowtideProcess;
import dev.lowtide.it.harness.LowtideProcess.Result;
import dev.lowtide.it.harness.RunningLowtide;
import dev.lowtide.it.scenarios.Lab;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * kill -9 of Lowtide while one partition is copied, and while it is exchanged; clients write on.
 */
class PartitionCrashIT {

  private static final String SHADOWS =
      "SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'lowtide_new'";

  /** Under which the two are exchanged. */
  private static final String LOCK =
      "SELECT 1 FROM performance_schema.metadata_locks WHERE OBJECT_SCHEMA = 'copy_lab'"
          + " AND OBJECT_NAME = 't' AND LOCK_TYPE = 'SHARED_NO_READ_WRITE'"
          + " AND LOCK_STATUS = 'GRANTED'";

  @TempDir private Path folder;
  private Path config;
  private CopyLab lab;
  private PartitionedTable table;
  private String space = "";

  @BeforeEach
  void open() throws Exception {
    lab = CopyLab.open();
    table = PartitionedTable.make(lab.connection, Kind.RANGE);
    space = table.space("p1");
    RunningLowtide.createTargetUser(Lab.server());
    config =
        RunningLowtide.writeConfig(
            folder,
            Lab.server(),
            SteppedTable.EAGER,
            "approval: automatic",
            "shrink: { retryAfter: 1s }");
  }

  @AfterEach
  void close() throws Exception {
    lab.close();
  }

  @Test
  void aCopyGoesOnFromWhereItWas() throws Exception {
    PartitionWriters writers = PartitionWriters.begin(table, 3, () -> Lab.server().connect());
    try (LowtideProcess lowtide = LowtideProcess.serve(folder, config)) {
      request(lowtide);
      Lab.await("rows are copied", () -> Integer.parseInt(registry("rows_copied")) > 0);
      lowtide.kill();
    }
    String copy = registry("id");
    writers.awaitWrites(50);
    writers.end();
    try (LowtideProcess lowtide = LowtideProcess.serve(folder, config)) {
      awaitExchanged(lowtide);
    }

    table.assertWhole();
    assertThat(registry("id")).isEqualTo(copy);
    assertThat(registry("phase")).isEqualTo("KEPT");
  }

  /** So long after the lock was granted the exchange is before, in, or behind its middle. */
  @ParameterizedTest
  @ValueSource(ints = {0, 4, 8, 14, 25})
  void anExchangeThatNobodySawTheEndOfIsDoneOrDoneAgain(int millis) throws Exception {
    try (LowtideProcess lowtide = LowtideProcess.serve(folder, config)) {
      request(lowtide);
      Lab.await("rows are copied", () -> Integer.parseInt(registry("rows_copied")) > 0);
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (Lab.rows(lab.connection, LOCK).isEmpty() && System.nanoTime() < until) {
        pass(1);
      }
      pass(millis);
      lowtide.kill();
    }
    try (LowtideProcess lowtide = LowtideProcess.serve(folder, config)) {
      awaitExchanged(lowtide);
    }

    table.assertWhole();
    assertThat(registry("phase")).isEqualTo("KEPT");
  }

  private static void pass(int millis) throws Exception {
    new CompletableFuture<Boolean>().completeOnTimeout(true, millis, TimeUnit.MILLISECONDS).get();
  }

  private static void request(LowtideProcess lowtide) throws Exception {
    Result asked = lowtide.run("shrink", "copy_lab.t#p1");
    assertThat(asked.exitCode()).as(asked.out() + asked.err()).isZero();
  }

  private void awaitExchanged(LowtideProcess lowtide) {
    Lab.await(
        "it is exchanged, and its old rows are put aside",
        () ->
            !Set.of("0", space).contains(table.space("p1"))
                && registry("phase").equals("KEPT")
                && lowtide.run("runs").out().contains("succeeded"));
    Lab.await("nothing is among the shadows", () -> Lab.rows(lab.connection, SHADOWS).isEmpty());
  }

  /** Of the only copy; "0" where there is none yet. */
  private String registry(String column) throws Exception {
    List<String> there =
        Lab.rows(
            lab.connection,
            "SELECT 1 FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = 'lowtide'"
                + " AND TABLE_NAME = 'copy' AND COLUMN_NAME = '"
                + column
                + "'");
    if (there.isEmpty()) {
      return "0";
    }
    List<String> found = Lab.rows(lab.connection, "SELECT " + column + " FROM lowtide.copy");
    return found.isEmpty() ? "0" : found.get(0).replace("|", "");
  }
}
