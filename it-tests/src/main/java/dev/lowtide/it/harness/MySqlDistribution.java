package dev.lowtide.it.harness;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The server's files, unpacked once per user from the archive on the class path, with the shared
 * libraries that a plain machine lacks put beside them.
 */
final class MySqlDistribution {

  private static final String ARCHIVE = "/mysql-Linux-amd64.tar.gz";
  private static final String NAME = "mysql-8.0.31";
  private static final int UNPACK_SECONDS_MAX = 120;

  private MySqlDistribution() {}

  static Path unpacked() throws IOException, InterruptedException {
    requireLinuxOnAmd64();
    Path cache = Cache.folder();
    Path distribution = cache.resolve(NAME);
    if (!Files.exists(distribution)) {
      unpack(cache, distribution);
    }
    return distribution;
  }

  private static void unpack(Path cache, Path distribution)
      throws IOException, InterruptedException {
    Files.createDirectories(cache);
    Path fresh = Files.createTempDirectory(cache, "unpacking-");
    try (InputStream archive = MySqlDistribution.class.getResourceAsStream(ARCHIVE)) {
      if (archive == null) {
        throw new IOException(ARCHIVE + " is not on the class path");
      }
      Process tar =
          new ProcessBuilder("tar", "xz", "-C", fresh.toString()).redirectErrorStream(true).start();
      archive.transferTo(tar.getOutputStream());
      tar.getOutputStream().close();
      if (!tar.waitFor(UNPACK_SECONDS_MAX, TimeUnit.SECONDS) || tar.exitValue() != 0) {
        throw new IOException(
            "tar failed: "
                + new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    SharedLibraries.complete(fresh);
    Cache.moveUnlessThere(fresh, distribution);
  }

  private static void requireLinuxOnAmd64() throws IOException {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    boolean isFitting = os.contains("linux") && (arch.equals("amd64") || arch.equals("x86_64"));
    if (!isFitting) {
      throw new IOException(
          "the bundled MySQL runs on Linux on x86-64, this is "
              + os
              + " on "
              + arch
              + "; tests also run on another server: LOWTIDE_TEST_MYSQL=host:port:user:password");
    }
  }
}
