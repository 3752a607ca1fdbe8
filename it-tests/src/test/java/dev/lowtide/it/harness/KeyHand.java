package dev.lowtide.it.harness;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.openqa.selenium.Keys;

/**
 * Keys alone: no pointer, and no help of the driver to get anywhere. Fails where the focus cannot
 * be seen, or does not get to where it should.
 */
public final class KeyHand implements Hand {

  /** Pages have fewer things to press than this; more steps mean that the focus is trapped. */
  private static final int STEPS_MAX = 250;

  private static final Duration NEXT_PAGE_WITHIN = Duration.ofSeconds(20);

  private static final String MARK = "document.documentElement.dataset.before = 'yes'";
  private static final String IS_NEXT =
      "return document.readyState === 'complete' && !document.documentElement.dataset.before";

  /** Where the focus is from an element: 0 on it, 1 before it or nowhere, -1 behind it. */
  private static final String WAY =
      """
      const to = document.querySelector(arguments[0]);
      const from = document.activeElement;
      if (to === null) { throw new Error('no ' + arguments[0] + ' on ' + location.pathname); }
      if (from === to) { return 0; }
      return !from || from === document.body
          || from.compareDocumentPosition(to) & Node.DOCUMENT_POSITION_FOLLOWING ? 1 : -1;
      """;

  /** What has the focus without showing it; empty if it does. */
  private static final String HIDDEN =
      """
      const e = document.activeElement;
      if (!e || e === document.body) { return ''; }
      const style = getComputedStyle(e), box = e.getBoundingClientRect();
      const isOutlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
      const isInWindow = box.width > 0 && box.height > 0 && box.bottom > 0 && box.right > 0
          && box.top < innerHeight && box.left < innerWidth;
      return isOutlined && isInWindow ? '' : e.outerHTML.slice(0, 200);
      """;

  private final ChromiumBrowser browser;

  public KeyHand(ChromiumBrowser browser) {
    this.browser = browser;
  }

  @Override
  public void follow(String css) {
    reach(css);
    browser.script(MARK);
    browser.keys(Keys.ENTER);
    Awaitility.await("the page behind " + css)
        .atMost(NEXT_PAGE_WITHIN)
        .pollInterval(Duration.ofMillis(10))
        .ignoreExceptions()
        .until(() -> Boolean.TRUE.equals(browser.script(IS_NEXT)));
  }

  @Override
  public void type(String css, String text) {
    reach(css);
    browser.chord(Keys.CONTROL, "a");
    browser.keys(text);
  }

  @Override
  public void choose(String css, String value) {
    reach(css);
    browser.keys(Keys.HOME);
    for (int i = 0; i < STEPS_MAX && !value.equals(browser.script(valueOf(css))); i++) {
      browser.keys(Keys.ARROW_DOWN);
    }
    if (!value.equals(browser.script(valueOf(css)))) {
      throw new AssertionError("arrows do not get " + css + " to " + value);
    }
  }

  @Override
  public void tick(String css) {
    reach(css);
    browser.keys(Keys.SPACE);
  }

  /** Tabs to something, forwards or back, whichever way it lies. */
  public void reach(String css) {
    for (int i = 0; i < STEPS_MAX; i++) {
      int way = ((Number) browser.script(WAY, css)).intValue();
      if (way == 0) {
        return;
      }
      if (way > 0) {
        browser.keys(Keys.TAB);
      } else {
        browser.chord(Keys.SHIFT, Keys.TAB);
      }
      requireVisible();
    }
    throw new AssertionError("the focus does not get to " + css + " on " + browser.url());
  }

  /** Fails if something has the focus and does not show it. */
  public void requireVisible() {
    String hidden = String.valueOf(browser.script(HIDDEN));
    if (!hidden.isEmpty()) {
      throw new AssertionError("has the focus and does not show it: " + hidden);
    }
  }

  private static String valueOf(String css) {
    return "return document.querySelector(\"" + css + "\").value";
  }
}
