package dev.lowtide.scheduler.journal;

import dev.lowtide.scheduler.journal.BackupManifest.Content;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import tools.jackson.core.JacksonException;

/** A backup as a file, believed only as a whole. */
final class BackupFile implements AutoCloseable {

  private static final int SEAL = SealedStream.PLACE.length();

  /** What a migration writes in one row is bounded by its columns; a plan is the longest. */
  private static final int BUFFER = 1 << 16;

  private final Path path;
  private final ZipFile zip;
  private final BackupManifest manifest;

  private BackupFile(Path path, ZipFile zip, BackupManifest manifest) {
    this.path = path;
    this.zip = zip;
    this.manifest = manifest;
  }

  /**
   * Reads all of it, and changes nothing.
   *
   * @throws StoreException if it is no backup, or any byte of it is another than it was
   */
  static BackupFile open(Path path) {
    boolean isSealed = isSealed(path);
    ZipFile zip;
    try {
      zip = new ZipFile(path.toFile(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new StoreException(
          path + ": is no backup of a store, or damaged: " + e.getMessage(), e);
    }
    try {
      BackupManifest manifest = manifest(path, zip);
      BackupFile file = new BackupFile(path, zip, manifest);
      manifest.tables().forEach(content -> file.read(content, line -> {}));
      if (!isSealed) {
        throw new StoreException(
            path + ": is damaged outside its tables (expected: every byte as it was written)");
      }
      return file;
    } catch (StoreException e) {
      close(zip);
      throw e;
    }
  }

  BackupManifest manifest() {
    return manifest;
  }

  /** The lines of one table. */
  void read(Content content, Consumer<String> lines) {
    LineSum sum = new LineSum();
    try (BufferedReader reader = reader(content.entry())) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        sum.add((line + "\n").getBytes(StandardCharsets.UTF_8));
        lines.accept(line);
      }
    } catch (IOException e) {
      throw damaged(path, content.entry());
    }
    if (!sum.text().equals(content.checksum())) {
      throw damaged(path, content.entry());
    }
  }

  private BufferedReader reader(String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw damaged(path, name);
    }
    return new BufferedReader(
        new InputStreamReader(zip.getInputStream(entry), StandardCharsets.UTF_8), BUFFER);
  }

  private static BackupManifest manifest(Path path, ZipFile zip) {
    ZipEntry entry = zip.getEntry(BackupManifest.ENTRY);
    if (entry == null) {
      throw new StoreException(
          path
              + ": is no backup of a store (expected: a zip file with "
              + BackupManifest.ENTRY
              + ")");
    }
    try (InputStream in = zip.getInputStream(entry)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Documents.read(text, BackupManifest.class);
    } catch (IOException | JacksonException e) {
      throw damaged(path, BackupManifest.ENTRY);
    }
  }

  /** Whether its last bytes are the checksum of all others. */
  private static boolean isSealed(Path path) {
    MessageDigest digest = SealedStream.sha256();
    try (InputStream in = Files.newInputStream(path)) {
      long left = Files.size(path) - SEAL;
      byte[] buffer = new byte[BUFFER];
      while (left > 0) {
        int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (read < 0) {
          return false;
        }
        digest.update(buffer, 0, read);
        left -= read;
      }
      String seal = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return seal.equals(HexFormat.of().formatHex(digest.digest()));
    } catch (IOException e) {
      throw new StoreException(path + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static StoreException damaged(Path path, String entry) {
    return new StoreException(
        path + ": is damaged in " + entry + " (expected: every byte as it was written)");
  }

  @Override
  public void close() {
    close(zip);
  }

  private static void close(ZipFile zip) {
    try {
      zip.close();
    } catch (IOException e) {
      // It was only read.
    }
  }
}
