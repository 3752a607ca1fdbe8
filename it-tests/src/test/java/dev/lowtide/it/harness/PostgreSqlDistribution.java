package dev.lowtide.it.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's files, unpacked once per user from the archive on the class path. */
final class PostgreSqlDistribution {

  /** What the archive is called on the machines it is made for. */
  private static final List<String> ARCHIVES =
      List.of("/postgres-linux-x86_64.txz", "/postgres-linux-arm_64.txz");

  private static final String NAME = "postgresql-17.6";
  private static final int UNPACK_SECONDS_MAX = 120;

  private PostgreSqlDistribution() {}

  static Path unpacked() throws IOException, InterruptedException {
    Path cache = Cache.folder();
    Path distribution = cache.resolve(NAME);
    if (!Files.exists(distribution)) {
      Files.createDirectories(cache);
      Path fresh = Files.createTempDirectory(cache, "unpacking-");
      unpack(fresh);
      Cache.moveUnlessThere(fresh, distribution);
    }
    return distribution;
  }

  /** The machine's tar may know nothing of xz; we do. */
  private static void unpack(Path folder) throws IOException, InterruptedException {
    Process tar =
        new ProcessBuilder("tar", "x", "-C", folder.toString()).redirectErrorStream(true).start();
    try (InputStream archive = new XZInputStream(archive());
        OutputStream input = tar.getOutputStream()) {
      archive.transferTo(input);
    }
    if (!tar.waitFor(UNPACK_SECONDS_MAX, TimeUnit.SECONDS) || tar.exitValue() != 0) {
      throw new IOException(
          "tar failed: " + new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static InputStream archive() throws IOException {
    return Stream.of(ARCHIVES)
        .flatMap(List::stream)
        .map(PostgreSqlDistribution.class::getResourceAsStream)
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow(
            () -> new IOException("none of " + ARCHIVES + " is on the class path (expected: one)"));
  }
}
