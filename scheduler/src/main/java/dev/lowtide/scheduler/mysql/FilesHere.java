package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.shrink.Subject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files of a table on this machine, and proves that they are this server's: the data
 * directory has the server's own number in {@code auto.cnf}, and the first page of each file the
 * number of the tablespace. Files of another server, of a copy, or of a table that was rebuilt
 * since are not taken for the right ones. Nothing is written. Safe for any thread.
 */
final class FilesHere {

  private static final Pattern SERVER_UUID =
      Pattern.compile("^\\s*server[-_]uuid\\s*=\\s*(\\S+)\\s*$", Pattern.MULTILINE);

  /** A section's name and one line; whatever is longer is no such file. */
  private static final long AUTO_CNF_BYTES_MAX = 4096;

  /** Of the number of the tablespace in the header of a page: FIL_PAGE_SPACE_ID. */
  private static final int SPACE_ID_OFFSET = 34;

  private final Target target;
  private final TargetConfig config;

  FilesHere(Target target, TargetConfig config) {
    this.target = target;
    this.config = config;
  }

  /** The files, or why there are none to be read. */
  sealed interface Search {}

  /** All of them, each under the path that it has here. */
  record Found(List<DataFile> files, List<Path> paths) implements Search {

    Found {
      files = List.copyOf(files);
      paths = List.copyOf(paths);
    }
  }

  record NotFound(String reason) implements Search {}

  Search find(Subject subject) {
    return target.ask(connection -> find(connection, subject));
  }

  private Search find(Connection connection, Subject subject) throws SQLException {
    List<DataFile> files = DataFiles.of(connection, subject);
    if (files.isEmpty()) {
      return new NotFound("InnoDB has no file of " + subject + " (expected: one at least)");
    }
    Path told = Path.of(Target.text(connection, "SELECT @@datadir"));
    @Nullable Path configured = config.dataDirectory();
    if (configured == null && !LinkedFiles.isOnThisMachine(config.host())) {
      return new NotFound(
          "the server at "
              + config.host()
              + " runs on another machine (expected: target.dataDirectory, where its files are"
              + " mounted here)");
    }
    Path directory = configured == null ? told : configured;
    String uuid = Target.text(connection, "SELECT @@server_uuid");
    return foreign(directory, uuid)
        .<Search>map(NotFound::new)
        .orElseGet(() -> resolve(files, told, directory));
  }

  /** Why it is not the data directory of the server with this number; nothing if it is. */
  private static Optional<String> foreign(Path directory, String uuid) {
    Path file = directory.resolve("auto.cnf");
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > AUTO_CNF_BYTES_MAX) {
        return Optional.of(
            "no auto.cnf in " + directory + " that can be read (expected: the server's)");
      }
      Matcher matcher = SERVER_UUID.matcher(Files.readString(file));
      String found = matcher.find() ? matcher.group(1) : "none";
      return found.equalsIgnoreCase(uuid)
          ? Optional.empty()
          : Optional.of(
              file + ": server-uuid " + found + " (expected: " + uuid + ", the target's)");
    } catch (IOException e) {
      return Optional.of(file + ": " + e + " (expected: a file that can be read)");
    }
  }

  private static Search resolve(List<DataFile> files, Path told, Path directory) {
    List<Path> paths = new ArrayList<>();
    for (DataFile file : files) {
      if (file.path().isEmpty()) {
        return new NotFound("the server does not tell the path of " + file.dictionaryName());
      }
      Path path = here(Path.of(file.path()), told, directory);
      Optional<String> fault = fault(path, file.spaceId());
      if (fault.isPresent()) {
        return new NotFound(fault.get());
      }
      paths.add(path);
    }
    return new Found(files, paths);
  }

  /** Files beside the data directory keep their own path: if that is another's, page 0 tells. */
  private static Path here(Path path, Path told, Path directory) {
    Path whole = told.resolve(path).normalize();
    Path base = told.normalize();
    return whole.startsWith(base) ? directory.resolve(base.relativize(whole)) : whole;
  }

  private static Optional<String> fault(Path path, long spaceId) {
    if (!Files.isReadable(path)) {
      return Optional.of(path + " cannot be read (expected: the server's file)");
    }
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      file.seek(SPACE_ID_OFFSET);
      long found = Integer.toUnsignedLong(file.readInt());
      return found == spaceId
          ? Optional.empty()
          : Optional.of(
              path + ": tablespace " + found + " (expected: " + spaceId + ", as the server says)");
    } catch (IOException e) {
      return Optional.of(path + ": " + e + " (expected: a tablespace)");
    }
  }
}
