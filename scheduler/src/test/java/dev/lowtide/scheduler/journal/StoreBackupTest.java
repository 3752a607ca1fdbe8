package dev.lowtide.scheduler.journal;

import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.scheduler.operator.OperatorException;
import dev.lowtide.scheduler.operator.OperatorException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreBackupTest {

  @TempDir private Path folder;

  private final Store store = Stores.inMemory();
  private final Journal journal = new Journal(store);

  @AfterEach
  void close() {
    store.close();
  }

  /** All of the store's connections can be had while the first bytes are being sent. */
  @Test
  void whoReadsItSlowlyKeepsNoConnection() throws IOException {
    StoreContents.fill(store);
    ByteArrayOutputStream sent = new ByteArrayOutputStream();

    BackupManifest made =
        journal.backup(whenWritten(sent, () -> takeConnections(Store.CONNECTIONS)), NOW);

    Path file = Files.write(folder.resolve("backup.zip"), sent.toByteArray());
    assertThat(StoreAdmin.manifest(file)).isEqualTo(made);
  }

  @Test
  void thereIsOneAtATime() {
    OutputStream out =
        whenWritten(
            new ByteArrayOutputStream(),
            () ->
                assertThatThrownBy(() -> journal.backup(OutputStream.nullOutputStream(), NOW))
                    .isInstanceOfSatisfying(
                        OperatorException.class, e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED))
                    .hasMessage("somebody has a backup made already (expected: one at a time)"));

    journal.backup(out, NOW);
    journal.backup(OutputStream.nullOutputStream(), NOW);
  }

  @Test
  void whoBreaksOffIsNotInTheNextOnesWay() {
    OutputStream out =
        whenWritten(
            new ByteArrayOutputStream(),
            () -> {
              throw new IOException("gone");
            });

    assertThatThrownBy(() -> journal.backup(out, NOW))
        .isInstanceOf(StoreException.class)
        .hasMessage("the backup cannot be written: gone");
    assertThat(journal.backup(OutputStream.nullOutputStream(), NOW).rows()).isPositive();
  }

  private void takeConnections(int left) {
    if (left > 0) {
      try (Handle handle = store.jdbi().open()) {
        assertThat(handle.select("SELECT 1").mapTo(int.class).one()).isOne();
        takeConnections(left - 1);
      }
    }
  }

  /** What happens while somebody reads. */
  @FunctionalInterface
  private interface Happening {
    void happen() throws IOException;
  }

  private static OutputStream whenWritten(OutputStream out, Happening happening) {
    return new OutputStream() {
      @Override
      public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        happening.happen();
        out.write(bytes, from, length);
      }
    };
  }
}
