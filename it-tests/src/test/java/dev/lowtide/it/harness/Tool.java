package dev.lowtide.it.harness;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A program that is none of ours, and what it needs around it: the machine's, or fetched into the
 * user's cache. Where neither can be had, asking for it fails with what to install.
 */
public record Tool(List<String> command, Map<String, String> environment) {

  private static final Path NO_INPUT = Path.of("/dev/null");
  private static final Path DISTRIBUTIONS_PYTHON = Path.of("/usr/bin/python3");

  /**
   * One of the command line clients that came from MySQL: {@code mariadb}, {@code mariadb-dump}.
   */
  public static Tool mariaDb(String program) throws IOException, InterruptedException {
    Optional<Path> installed = Commands.find(program);
    if (installed.isPresent()) {
      return new Tool(List.of(installed.get().toString()), Map.of());
    }
    Path unpacked =
        DebianPackages.unpacked(
            "mariadb-client",
            List.of("mariadb-client-core", "libmariadb3"),
            List.of("mariadb-client"));
    return new Tool(
        List.of(
            unpacked.resolve("usr/bin/" + program).toString(),
            "--plugin-dir=" + mariaDbPlugins(unpacked),
            "--character-sets-dir=" + unpacked.resolve("usr/share/mysql/charsets")),
        DebianPackages.environment(unpacked));
  }

  /** Perl with DBD::MariaDB. */
  public static Tool perl() throws IOException, InterruptedException {
    Tool perl = installed("perl").orElseThrow(() -> missing("perl", "perl"));
    if (perl.output(NO_INPUT, "-MDBD::MariaDB", "-e", "1").isGood()) {
      return perl;
    }
    Path unpacked = DebianPackages.unpacked("perl-dbd", List.of("libdbd-mariadb-perl"), List.of());
    return new Tool(perl.command(), DebianPackages.environment(unpacked))
        .plus("PERL5LIB", String.join(":", perlModules(unpacked)))
        .plus("MARIADB_PLUGIN_DIR", mariaDbPlugins(unpacked).toString());
  }

  /** Ways of signing in, which the library otherwise looks for where it would be installed. */
  private static Path mariaDbPlugins(Path unpacked) {
    return unpacked.resolve("usr/lib/x86_64-linux-gnu/libmariadb3/plugin");
  }

  /** Perl's folders carry its version, which is nobody's business here. */
  private static List<String> perlModules(Path unpacked) throws IOException {
    Path libraries = unpacked.resolve("usr/lib/x86_64-linux-gnu");
    Path share = unpacked.resolve("usr/share");
    List<String> folders = new ArrayList<>(List.of(share.resolve("perl5").toString()));
    for (Path parent :
        List.of(libraries.resolve("perl5"), libraries.resolve("perl"), share.resolve("perl"))) {
      if (Files.exists(parent)) {
        try (Stream<Path> versions = Files.list(parent)) {
          versions.map(Path::toString).forEach(folders::add);
        }
      }
    }
    return folders;
  }

  /**
   * The distribution's Python with its PyMySQL: modules of other Pythons, such as version managers
   * put on the path, would not fit.
   */
  public static Tool python() throws IOException, InterruptedException {
    Path unpacked =
        DebianPackages.unpacked(
            "python-pymysql",
            List.of("python3", "python3-pymysql", "python3-cryptography"),
            List.of());
    boolean isThere = Files.isExecutable(DISTRIBUTIONS_PYTHON);
    Path python = isThere ? DISTRIBUTIONS_PYTHON : unpacked.resolve("usr/bin/python3");
    Tool tool =
        new Tool(List.of(python.toString()), DebianPackages.environment(unpacked))
            .plus("PYTHONPATH", unpacked.resolve("usr/lib/python3/dist-packages").toString())
            .plus("PYTHONDONTWRITEBYTECODE", "1");
    return isThere ? tool : tool.plus("PYTHONHOME", unpacked.resolve("usr").toString());
  }

  /** Node with the packages that the lock file pins. */
  public static Tool node(String packages, String lock) throws IOException, InterruptedException {
    Tool node = installed("node").orElseThrow(() -> missing("node", "nodejs"));
    Path cached = Cache.folder().resolve("node-" + digest(lock));
    if (!Files.exists(cached)) {
      Tool npm = installed("npm").orElseThrow(() -> missing("npm", "npm"));
      Path fresh = fresh("unpacking-");
      Files.writeString(fresh.resolve("package.json"), packages);
      Files.writeString(fresh.resolve("package-lock.json"), lock);
      npm.install(fresh, npm.with("ci", "--no-audit", "--no-fund", "--ignore-scripts"), "npm");
      Cache.moveUnlessThere(fresh, cached);
    }
    return new Tool(node.command(), Map.of("NODE_PATH", cached.resolve("node_modules").toString()));
  }

  /** What it writes to its output, from nothing. */
  public String run(String... arguments) throws IOException, InterruptedException {
    return run(NO_INPUT, arguments);
  }

  /** What it writes to its output and its error output; anything but success is a failure. */
  public String run(Path input, String... arguments) throws IOException, InterruptedException {
    Commands.Output output = output(input, arguments);
    if (!output.isGood()) {
      throw new AssertionError(
          command + " ended with " + output.exitCode() + " (expected: 0):\n" + output.text());
    }
    return output.text();
  }

  /** What it writes and how it ends, be it a failure. */
  public String say(String... arguments) throws IOException, InterruptedException {
    Commands.Output output = output(NO_INPUT, arguments);
    return output.text() + "exit code " + output.exitCode();
  }

  private Commands.Output output(Path input, String... arguments)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(with(arguments));
    builder.environment().putAll(environment);
    return Commands.run(builder, input);
  }

  /** A test's own script, where a program finds it. */
  public static Path script(String name) throws IOException {
    Path file = TemporaryFolders.create("lowtide-script-").resolve(name);
    Files.writeString(file, resource(name));
    return file;
  }

  public static String resource(String name) throws IOException {
    try (InputStream text = Tool.class.getResourceAsStream("/clients/" + name)) {
      if (text == null) {
        throw new IOException("/clients/" + name + " is not on the class path");
      }
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** With this before what stands in the variable already. */
  private Tool plus(String variable, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.merge(variable, value, (former, first) -> first + ":" + former);
    return new Tool(command, more);
  }

  private List<String> with(String... arguments) {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of(arguments));
    return all;
  }

  private void install(Path folder, List<String> command, String debian)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    Commands.Output output = Commands.run(builder, NO_INPUT);
    if (!output.isGood()) {
      throw new IOException(
          String.join(" ", command)
              + " failed; it needs a network, or "
              + debian
              + " of Debian to be installed:\n"
              + output.text());
    }
  }

  private static Optional<Tool> installed(String program) {
    return Commands.find(program).map(path -> new Tool(List.of(path.toString()), Map.of()));
  }

  private static IllegalStateException missing(String program, String debian) {
    return new IllegalStateException(
        "the tests need "
            + program
            + ", which is not there: install "
            + debian
            + " (Debian, Ubuntu)");
  }

  private static Path fresh(String prefix) throws IOException {
    Files.createDirectories(Cache.folder());
    return Files.createTempDirectory(Cache.folder(), prefix);
  }

  private static String digest(String text) {
    return HexFormat.of().toHexDigits(text.hashCode());
  }
}
