package dev.lowtide.scheduler.binlog;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Batches in one file, written at its end and read from its beginning. Deleted when closed. */
final class SpoolFile implements Closeable {

  private static final int LENGTH_BYTES = 4;

  private final Path path;
  private final DataOutputStream out;
  private @Nullable DataInputStream in;
  private long written;
  private long read;

  SpoolFile(Path path) throws IOException {
    this.path = path;
    this.out =
        new DataOutputStream(
            Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
  }

  long bytes() {
    return written;
  }

  boolean isReadToTheEnd() {
    return read == written;
  }

  void append(Batch batch) throws IOException {
    byte[] bytes = BatchCodec.encode(batch);
    out.writeInt(bytes.length);
    out.write(bytes);
    written += LENGTH_BYTES + bytes.length;
  }

  Batch read() throws IOException {
    if (in == null) {
      in = new DataInputStream(new BufferedInputStream(Files.newInputStream(path)));
    }
    byte[] bytes = new byte[in.readInt()];
    if (in.readNBytes(bytes, 0, bytes.length) < bytes.length) {
      throw new EOFException(path + " ends within a batch");
    }
    read += LENGTH_BYTES + bytes.length;
    return BatchCodec.decode(bytes);
  }

  @Override
  public void close() throws IOException {
    out.close();
    if (in != null) {
      in.close();
    }
    Files.deleteIfExists(path);
  }
}
