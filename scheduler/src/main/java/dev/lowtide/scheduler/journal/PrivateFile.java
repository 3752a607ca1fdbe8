package dev.lowtide.scheduler.journal;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file that only its owner can read, from before the first byte is in it. */
final class PrivateFile {

  private PrivateFile() {}

  /** In the place of one that is there. */
  static OutputStream create(Path file) throws IOException {
    Files.deleteIfExists(file);
    return new BufferedOutputStream(
        Channels.newOutputStream(
            Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                attributes(file))));
  }

  /** Where there are no such permissions, the folder's are what counts. */
  private static FileAttribute<?>[] attributes(Path file) {
    boolean isPosix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    return isPosix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
