package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.preflight.DiskFacts;
import dev.lowtide.scheduler.preflight.Variables;
import dev.lowtide.scheduler.shrink.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Room on the server's disks, where the server runs on this machine. */
final class Disks {

  private Disks() {}

  static DiskFacts read(TargetConfig config, Variables variables, long largestIndexBytes) {
    String temporary =
        variables.text("innodb_tmpdir").isEmpty()
            ? variables.text("tmpdir")
            : variables.text("innodb_tmpdir");
    // There may be several, taken in turns; the first will do.
    return new DiskFacts(
        ofData(config, variables.text("datadir")),
        free(config.host(), temporary.split(":", 2)[0]),
        new ByteSize(largestIndexBytes));
  }

  /** Where the server's data lies, or where that can be read from here. */
  static OptionalLong ofData(TargetConfig config, String directory) {
    Path here = config.dataDirectory();
    return here == null ? free(config.host(), directory) : free(here);
  }

  /** Only where a directory is where the server says. */
  private static OptionalLong free(String host, String directory) {
    return !directory.isEmpty() && LinkedFiles.isOnThisMachine(host)
        ? free(Path.of(directory))
        : OptionalLong.empty();
  }

  private static OptionalLong free(Path directory) {
    try {
      return Files.isDirectory(directory)
          ? OptionalLong.of(Files.getFileStore(directory).getUsableSpace())
          : OptionalLong.empty();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
