package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.ChromiumBrowser;
import dev.lowtide.it.harness.ChromiumBrowser.Look;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Takes pictures of all pages into {@code target/pictures}; some of them are copied to {@code
 * docs/pictures} by hand, where the README shows them.
 */
class ConsolePicturesIT {

  private static final int HEIGHT_MAX = 760;
  private static final long BYTES_MAX = 150 * 1024;

  @Test
  void allPagesInAllTheirLooks() throws Exception {
    Path folder = Files.createDirectories(Path.of("target", "pictures"));
    List<Connection> clients = new ArrayList<>();
    try (ConsolePages pages = ConsolePages.start()) {
      for (int i = 0; i < 8; i++) {
        clients.add(Lab.through(pages.lowtide()));
      }
      for (Look look :
          List.of(
              Look.LIGHT,
              new Look(true, 1280, true),
              new Look(false, 320, true),
              new Look(true, 320, true))) {
        takeAll(pages, look, folder);
      }
    } finally {
      for (Connection client : clients) {
        client.close();
      }
    }
  }

  private static void takeAll(ConsolePages pages, Look look, Path folder) throws Exception {
    try (ChromiumBrowser browser = ChromiumBrowser.open(look)) {
      pages.signIn(browser);
      for (Map.Entry<String, String> page : pages.all().entrySet()) {
        browser.go(pages.base() + page.getValue());
        Path file =
            folder.resolve(
                name(page.getKey())
                    + (look.isDark() ? "-dark-" : "-light-")
                    + look.width()
                    + ".png");
        browser.picture(file, HEIGHT_MAX);
        assertThat(Files.size(file)).as("bytes of %s", file).isBetween(1_000L, BYTES_MAX);
      }
    }
  }

  private static String name(String route) {
    String name = route.replaceAll("[^A-Za-z]+", "-").replaceAll("^-|-$", "");
    return name.isEmpty() ? "now" : name;
  }
}
