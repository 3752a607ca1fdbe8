package dev.lowtide.it.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Packages of the machine's own distribution, Debian or one like it, fetched and unpacked into the
 * user's cache: nothing is installed, and nobody needs to be root.
 */
final class DebianPackages {

  /** What a simulation says of each: {@code Inst name (version …)}. */
  private static final Pattern INSTALLED = Pattern.compile("(?m)^Inst (\\S+) ");

  private DebianPackages() {}

  /**
   * The folder in which the packages lie, together with those they depend on and the machine lacks.
   *
   * @param alone of these only they themselves: what they depend on is not wanted
   */
  static Path unpacked(String name, List<String> packages, List<String> alone)
      throws IOException, InterruptedException {
    Path cache = Cache.folder();
    Path unpacked = cache.resolve(name);
    if (!Files.exists(unpacked)) {
      Files.createDirectories(cache);
      Path fresh = Files.createTempDirectory(cache, "unpacking-");
      fetch(fresh, packages, alone);
      Cache.moveUnlessThere(fresh, unpacked);
    }
    return unpacked;
  }

  /** What a program from there needs to be told to find its own. */
  static Map<String, String> environment(Path unpacked) {
    String libraries =
        Stream.of("usr/lib/x86_64-linux-gnu", "lib/x86_64-linux-gnu", "usr/lib", "lib")
            .map(folder -> unpacked.resolve(folder).toString())
            .reduce((a, b) -> a + ":" + b)
            .orElseThrow();
    return Map.of(
        "LD_LIBRARY_PATH",
        libraries,
        "PATH",
        unpacked.resolve("usr/bin") + ":" + unpacked.resolve("usr/sbin") + ":" + path());
  }

  private static String path() {
    return System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
  }

  private static void fetch(Path folder, List<String> packages, List<String> alone)
      throws IOException, InterruptedException {
    List<String> wanted = Stream.concat(packages.stream(), alone.stream()).toList();
    if (!Commands.isThere("apt-get") || !Commands.isThere("dpkg-deb")) {
      throw cannotFetch(wanted, "there is no apt-get here");
    }
    if (!download(folder, List.of("apt-get", "-o", "Debug::NoLocking=1"), packages, alone)) {
      List<String> apt = aptOfOurOwn(folder);
      Commands.run(folder, with(apt, "update"));
      if (!download(folder, apt, packages, alone)) {
        throw cannotFetch(wanted, "apt-get download failed");
      }
    }
    extract(folder);
  }

  private static boolean download(
      Path folder, List<String> apt, List<String> packages, List<String> alone)
      throws IOException, InterruptedException {
    List<String> names = new ArrayList<>(alone);
    if (!packages.isEmpty()) {
      List<String> ask =
          with(apt, "install", "--simulate", "--no-install-recommends", "--reinstall");
      ask.addAll(packages);
      Commands.Output answer = Commands.run(folder, ask);
      if (!answer.isGood()) {
        return false;
      }
      INSTALLED.matcher(answer.text()).results().forEach(one -> names.add(one.group(1)));
    }
    List<String> download = with(apt, "download");
    download.addAll(names);
    return Commands.run(folder, download).isGood();
  }

  /** Package lists of our own, because those of the machine may be missing or out of date. */
  static List<String> aptOfOurOwn(Path folder) throws IOException {
    Path lists = folder.resolve("lists");
    Path cache = folder.resolve("cache");
    Files.createDirectories(lists.resolve("partial"));
    Files.createDirectories(cache.resolve("archives/partial"));
    return List.of(
        "apt-get",
        "-o",
        "Dir::State::lists=" + lists,
        "-o",
        "Dir::Cache=" + cache,
        "-o",
        "Debug::NoLocking=1");
  }

  private static void extract(Path folder) throws IOException, InterruptedException {
    List<Path> archives;
    try (Stream<Path> files = Files.list(folder)) {
      archives = files.filter(file -> file.toString().endsWith(".deb")).toList();
    }
    for (Path archive : archives) {
      Commands.Output output =
          Commands.run(folder, "dpkg-deb", "-x", archive.toString(), folder.toString());
      if (!output.isGood()) {
        throw new IOException("dpkg-deb failed: " + output.text());
      }
      Files.delete(archive);
    }
  }

  private static IOException cannotFetch(List<String> packages, String why) {
    return new IOException(
        "the tests need "
            + String.join(", ", packages)
            + " (Debian's names), which could not be fetched, because "
            + why
            + ": install them");
  }

  static List<String> with(List<String> command, String... arguments) {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of(arguments));
    return all;
  }
}
