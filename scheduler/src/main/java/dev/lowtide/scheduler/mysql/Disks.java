package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.preflight.DiskFacts;
import dev.lowtide.scheduler.preflight.Variables;
import dev.lowtide.scheduler.shrink.ByteSize;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Room on the server's disks, where the server runs on this machine. */
final class Disks {

  private Disks() {}

  static DiskFacts read(String host, Variables variables, long largestIndexBytes) {
    String temporary =
        variables.text("innodb_tmpdir").isEmpty()
            ? variables.text("tmpdir")
            : variables.text("innodb_tmpdir");
    // There may be several, taken in turns; the first will do.
    return new DiskFacts(
        free(host, variables.text("datadir")),
        free(host, temporary.split(":", 2)[0]),
        new ByteSize(largestIndexBytes));
  }

  /** Only where a directory is where the server says. */
  static OptionalLong free(String host, String directory) {
    try {
      return !directory.isEmpty()
              && InetAddress.getByName(host).isLoopbackAddress()
              && Files.isDirectory(Path.of(directory))
          ? OptionalLong.of(Files.getFileStore(Path.of(directory)).getUsableSpace())
          : OptionalLong.empty();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
