package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.Axe;
import dev.lowtide.it.harness.ChromiumBrowser;
import dev.lowtide.it.harness.ChromiumBrowser.Look;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every page in a real browser: can everybody read it, and does it keep its own rules? */
class ConsolePagesIT {

  private static ConsolePages pages;
  private static Axe axe;

  @BeforeAll
  static void start() throws Exception {
    axe = Axe.fetched();
    pages = ConsolePages.start();
  }

  @AfterAll
  static void stop() throws Exception {
    pages.close();
  }

  @Test
  void noPageIsForgotten() throws Exception {
    List<String> looked =
        pages.all().keySet().stream().filter(route -> pages.routes().contains(route)).toList();

    assertThat(looked).containsExactlyInAnyOrderElementsOf(pages.routes());
  }

  @ParameterizedTest
  @CsvSource({"false, 1280", "true, 1280", "false, 320", "true, 320"})
  void everyPageIsForEverybody(boolean isDark, int width) throws Exception {
    List<String> wrong = new ArrayList<>();
    try (ChromiumBrowser browser = ChromiumBrowser.open(new Look(isDark, width, true))) {
      pages.signIn(browser);
      for (Map.Entry<String, String> page : pages.all().entrySet()) {
        browser.go(pages.base() + page.getValue());
        assertThat(browser.isDressed()).as("the look of %s", page).isTrue();
        wrongWith(browser).forEach(text -> wrong.add(page.getKey() + ": " + text));
      }
    }

    assertThat(wrong).isEmpty();
  }

  /** A page that is not there is a complaint that we asked for. */
  private static List<String> wrongWith(ChromiumBrowser browser) {
    List<String> wrong = new ArrayList<>(axe.violations(browser));
    if (browser.overhang() > 0) {
      wrong.add("is " + browser.overhang() + " px wider than its window");
    }
    browser.complaints().stream()
        .filter(text -> !text.contains("/runs/4711 - Failed to load resource"))
        .forEach(wrong::add);
    return wrong;
  }
}
