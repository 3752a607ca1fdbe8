package dev.lowtide.it.harness;

import java.util.Set;
import org.openqa.selenium.WebElement;

/** A pointer, and keys for text. Needs no scripts. */
public final class PointerHand implements Hand {

  /** A click gets into one of their parts; one on their label into the first. */
  private static final Set<String> PARTED = Set.of("date", "time", "datetime-local");

  private final ChromiumBrowser browser;

  public PointerHand(ChromiumBrowser browser) {
    this.browser = browser;
  }

  @Override
  public void follow(String css) {
    browser.click(css);
  }

  /** Fields for times take keys one after the other, and cannot be cleared. */
  @Override
  public void type(String css, String text) {
    WebElement field = browser.find(css);
    if (!String.valueOf(field.getDomProperty("value")).isEmpty()) {
      field.clear();
    }
    boolean hasParts = PARTED.contains(String.valueOf(field.getDomProperty("type")));
    browser.click(hasParts ? "label[for='" + field.getDomProperty("id") + "']" : css);
    browser.keys(text);
  }

  @Override
  public void choose(String css, String value) {
    browser.choose(css, value);
  }

  @Override
  public void tick(String css) {
    browser.click(css);
  }
}
