package dev.lowtide.scheduler.binlog;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A feed's own folder for files, locked while its process lives. Folders of processes that ended
 * without a word are removed by whoever opens the next one.
 */
final class SpoolFolder implements Closeable {

  private static final String PREFIX = "feed-";
  private static final String LOCK = "lock";

  /** What is in there are clients' data, if only keys. */
  private static final Set<PosixFilePermission> OURS_ALONE =
      PosixFilePermissions.fromString("rwx------");

  private final Path folder;
  private final FileChannel channel;

  private SpoolFolder(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  static SpoolFolder open(Path directory) throws IOException {
    Files.createDirectories(directory);
    Path folder = directory.resolve(PREFIX + UUID.randomUUID());
    Files.createDirectory(folder, ownerOnly(directory));
    FileChannel channel = channel(folder);
    FileLock lock = tryLock(channel);
    if (lock == null) {
      channel.close();
      throw new IOException(folder + " is locked (expected: to be ours, it is new)");
    }
    return new SpoolFolder(folder, channel);
  }

  private static FileAttribute<?>[] ownerOnly(Path directory) {
    boolean isPosix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
    return isPosix
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OURS_ALONE)}
        : new FileAttribute<?>[0];
  }

  private static FileChannel channel(Path folder) throws IOException {
    return FileChannel.open(
        folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /** Removes what processes left that are gone. */
  static void removeLeftovers(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    List<Path> folders;
    try (Stream<Path> entries = Files.list(directory)) {
      folders = entries.filter(SpoolFolder::isFeeds).toList();
    }
    for (Path folder : folders) {
      removeUnlessInUse(folder);
    }
  }

  private static boolean isFeeds(Path entry) {
    return String.valueOf(entry.getFileName()).startsWith(PREFIX) && Files.isDirectory(entry);
  }

  /** Where there is no lock yet somebody has only just begun. */
  private static void removeUnlessInUse(Path folder) throws IOException {
    if (!Files.exists(folder.resolve(LOCK))) {
      return;
    }
    try (FileChannel channel = channel(folder)) {
      if (tryLock(channel) != null) {
        remove(folder);
      }
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static void remove(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> entries = Files.list(folder)) {
      files = entries.toList();
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
    Files.deleteIfExists(folder);
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  @Override
  public void close() throws IOException {
    remove(folder);
    channel.close();
  }
}
