package dev.lowtide.it.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds or fetches the shared libraries that mysqld needs and the machine lacks, without root: the
 * server looks into its own {@code lib/private} first, and package managers can download a package
 * without installing it.
 */
final class SharedLibraries {

  private static final Pattern MISSING =
      Pattern.compile("error while loading shared libraries: ([\\w.+-]+):");

  /** Debian's and Ubuntu's packages; the second is the name since the 64-bit time transition. */
  private static final Map<String, List<String>> DEBIAN_PACKAGES =
      Map.of(
          "libaio.so.1", List.of("libaio1", "libaio1t64"),
          "libnuma.so.1", List.of("libnuma1"));

  private static final Map<String, String> FEDORA_PACKAGES =
      Map.of("libaio.so.1", "libaio", "libnuma.so.1", "numactl-libs");

  private SharedLibraries() {}

  static void complete(Path distribution) throws IOException, InterruptedException {
    Optional<String> missing = missing(distribution);
    while (missing.isPresent()) {
      provide(missing.get(), distribution);
      Optional<String> next = missing(distribution);
      if (next.equals(missing)) {
        throw cannotProvide(missing.get());
      }
      missing = next;
    }
  }

  private static Optional<String> missing(Path distribution)
      throws IOException, InterruptedException {
    Commands.Output output =
        Commands.run(distribution, distribution.resolve("bin/mysqld").toString(), "--version");
    Matcher matcher = MISSING.matcher(output.text());
    if (!matcher.find() && output.exitCode() != 0) {
      throw new IOException("mysqld --version failed: " + output.text());
    }
    return output.exitCode() == 0 ? Optional.empty() : Optional.of(matcher.group(1));
  }

  private static void provide(String library, Path distribution)
      throws IOException, InterruptedException {
    Optional<Path> installed = installedUnderAnotherName(library);
    if (installed.isPresent()) {
      Files.copy(installed.get(), distribution.resolve("lib/private").resolve(library));
      return;
    }
    Path folder = TemporaryFolders.create("lowtide-library-");
    boolean isFetched = fetchDebian(library, folder) || fetchFedora(library, folder);
    Optional<Path> found = isFetched ? find(library, folder) : Optional.empty();
    if (found.isEmpty()) {
      throw cannotProvide(library);
    }
    Files.copy(found.get(), distribution.resolve("lib/private").resolve(library));
  }

  /** Since the 64-bit time transition some are called differently although they are the same. */
  private static Optional<Path> installedUnderAnotherName(String library) {
    return Stream.of("/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/lib64")
        .map(folder -> Path.of(folder, library + "t64"))
        .filter(Files::exists)
        .findFirst();
  }

  /** Package lists of our own, because those of the machine may be missing or out of date. */
  private static boolean fetchDebian(String library, Path folder)
      throws IOException, InterruptedException {
    if (!DEBIAN_PACKAGES.containsKey(library)
        || !Commands.isThere("apt-get")
        || !Commands.isThere("dpkg-deb")) {
      return false;
    }
    for (String name : DEBIAN_PACKAGES.get(library)) {
      if (Commands.run(folder, "apt-get", "download", name).exitCode() == 0) {
        return extractDebian(folder);
      }
    }
    List<String> apt = DebianPackages.aptOfOurOwn(folder);
    Commands.run(folder, DebianPackages.with(apt, "update"));
    for (String name : DEBIAN_PACKAGES.get(library)) {
      if (Commands.run(folder, DebianPackages.with(apt, "download", name)).exitCode() == 0) {
        return extractDebian(folder);
      }
    }
    return false;
  }

  private static boolean extractDebian(Path folder) throws IOException, InterruptedException {
    Optional<Path> archive = find(".deb", folder);
    return archive.isPresent()
        && Commands.run(folder, "dpkg-deb", "-x", archive.get().toString(), folder.toString())
                .exitCode()
            == 0;
  }

  private static boolean fetchFedora(String library, Path folder)
      throws IOException, InterruptedException {
    if (!FEDORA_PACKAGES.containsKey(library)
        || !Commands.isThere("dnf")
        || !Commands.isThere("rpm2cpio")) {
      return false;
    }
    String name = FEDORA_PACKAGES.get(library);
    return Commands.run(folder, "dnf", "download", "--arch", "x86_64", name).exitCode() == 0
        && Commands.run(folder, "sh", "-c", "rpm2cpio *.rpm | cpio -id").exitCode() == 0;
  }

  /** A file whose name contains the text, the longest name first: it is no link to another. */
  private static Optional<Path> find(String name, Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.getFileName().toString().contains(name))
          .max((a, b) -> Integer.compare(a.toString().length(), b.toString().length()));
    }
  }

  private static IOException cannotProvide(String library) {
    String debian = String.join(" or ", DEBIAN_PACKAGES.getOrDefault(library, List.of(library)));
    String fedora = FEDORA_PACKAGES.getOrDefault(library, library);
    return new IOException(
        "mysqld needs "
            + library
            + ", which could not be fetched: install "
            + debian
            + " (Debian, Ubuntu) or "
            + fedora
            + " (Fedora, RHEL)");
  }
}
