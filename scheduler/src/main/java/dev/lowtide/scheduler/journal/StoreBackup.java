package dev.lowtide.scheduler.journal;

import dev.lowtide.scheduler.operator.OperatorException;
import dev.lowtide.scheduler.operator.OperatorException.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import org.jdbi.v3.core.Handle;

/**
 * Backups of a store that is at work. Each is a file first, so that whoever reads it slowly does
 * not keep one of the store's few connections; and there is one at a time, so that there is one
 * such file at most. Safe for any thread.
 */
final class StoreBackup {

  private final Store store;
  private final Semaphore one = new Semaphore(1);

  StoreBackup(Store store) {
    this.store = store;
  }

  /**
   * Writes one.
   *
   * @throws OperatorException while somebody else has one made
   */
  BackupManifest write(OutputStream out, Instant now) {
    if (!one.tryAcquire()) {
      throw new OperatorException(
          Kind.REFUSED, "somebody has a backup made already (expected: one at a time)");
    }
    try {
      return throughFile(out, now);
    } catch (IOException e) {
      throw unwritten(e);
    } finally {
      one.release();
    }
  }

  private BackupManifest throughFile(OutputStream out, Instant now) throws IOException {
    Path file = Files.createTempFile("lowtide-backup-", ".zip");
    try {
      BackupManifest made = store.jdbi().withHandle(handle -> intoFile(handle, file, now));
      Files.copy(file, out);
      return made;
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private BackupManifest intoFile(Handle handle, Path file, Instant now) {
    try (OutputStream out = PrivateFile.create(file)) {
      return StoreAdmin.backup(handle.getConnection(), store.kind(), out, now);
    } catch (SQLException | IOException e) {
      throw unwritten(e);
    }
  }

  private static StoreException unwritten(Exception e) {
    return new StoreException("the backup cannot be written: " + Causes.words(e), e);
  }
}
