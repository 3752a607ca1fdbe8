package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.copy.OldTables.LinkedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Second names of files of the server's, under which they outlive their tables. */
final class LinkedFiles {

  private static final Logger log = LoggerFactory.getLogger(LinkedFiles.class);

  private LinkedFiles() {}

  static boolean isOnThisMachine(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** Nothing if the file cannot be reached, or written to, from here. */
  static Optional<Link> link(Path file) {
    Path second = file.resolveSibling(file.getFileName() + MySqlOldTables.SUFFIX);
    if (!Files.isWritable(file)) {
      return Optional.empty();
    }
    try {
      Files.deleteIfExists(second);
      return Optional.of(new Link(Files.createLink(second, file)));
    } catch (IOException | UnsupportedOperationException e) {
      log.info("file={} gets no second name: {}", file, e.toString());
      return Optional.empty();
    }
  }

  /** A file under its second name. */
  record Link(Path path) implements LinkedFile {

    @Override
    public String name() {
      return String.valueOf(path.getFileName());
    }

    @Override
    public long shrinkBy(long bytes) {
      try {
        return shrink(bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** As long as the server knows the file by its own name, all that is in it is the server's. */
    private long shrink(long bytes) throws IOException {
      if (Files.exists(firstName())) {
        Files.delete(path);
        return 0;
      }
      long left = Math.max(0, Files.size(path) - bytes);
      if (left > 0) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
          channel.truncate(left);
        }
      } else {
        Files.delete(path);
      }
      return left;
    }

    private Path firstName() {
      String name = name();
      return path.resolveSibling(name.substring(0, name.length() - MySqlOldTables.SUFFIX.length()));
    }

    /** While the table still has the file. */
    void unlink() {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        log.warn("file={} keeps its second name", path, e);
      }
    }
  }
}
