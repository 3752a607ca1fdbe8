package dev.lowtide.it.harness;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

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

  /**
   * Makes the data folder that a server's folder has in it, root without a password: a copy of one
   * that was initialized once per user, which takes a small part of the time.
   */
  static void initialize(Path folder) throws IOException, InterruptedException {
    Path distribution = unpacked();
    Path cache = Cache.folder();
    Path initialized = cache.resolve(NAME + "-data");
    if (!Files.exists(initialized)) {
      Path fresh = Files.createTempDirectory(cache, "initializing-");
      List<String> command = command(distribution, fresh);
      command.add("--innodb-redo-log-capacity=64M");
      command.add("--initialize-insecure");
      ServerProcess.start(command, fresh).awaitSuccess();
      // Who has it is taken for the same server.
      Files.delete(fresh.resolve("data/auto.cnf"));
      Cache.moveUnlessThere(fresh, initialized);
    }
    copy(initialized.resolve("data"), folder.resolve("data"));
  }

  /**
   * What starts a server, as far as all do it alike. What it has committed outlives its process,
   * which may be killed, but not the machine, which is not: so commits do not wait for the disk.
   */
  static List<String> command(Path distribution, Path folder) {
    List<String> command = new ArrayList<>();
    command.add(distribution.resolve("bin/mysqld").toString());
    command.add("--no-defaults");
    command.add("--basedir=" + distribution);
    command.add("--datadir=" + folder.resolve("data"));
    command.add("--innodb-flush-log-at-trx-commit=2");
    if (System.getProperty("user.name").equals("root")) {
      command.add("--user=root");
    }
    return command;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Files.copy(
            path, to.resolve(from.relativize(path).toString()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
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
