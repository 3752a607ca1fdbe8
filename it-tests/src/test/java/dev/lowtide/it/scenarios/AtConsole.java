package dev.lowtide.it.scenarios;

import dev.lowtide.it.harness.ChromiumBrowser;
import dev.lowtide.it.harness.ChromiumBrowser.Look;
import dev.lowtide.it.harness.Hand;
import java.util.Arrays;
import java.util.function.Function;
import org.awaitility.core.ConditionTimeoutException;
import org.openqa.selenium.WebDriverException;

/** One person before the console, with a window and a hand of their own. */
final class AtConsole implements AutoCloseable {

  static final String PASSWORD = "correct horse battery";

  private final String base;
  private final ChromiumBrowser browser;
  private final Hand hand;

  AtConsole(String base, Look look, Function<ChromiumBrowser, Hand> hand) {
    this.base = base;
    this.browser = ChromiumBrowser.open(look);
    this.hand = hand.apply(browser);
  }

  ChromiumBrowser browser() {
    return browser;
  }

  /** Opens an address of the console's, or a link that somebody sent. */
  AtConsole go(String path) {
    browser.go(path.startsWith("/") ? base + path : path);
    return this;
  }

  /** Goes along a link, or presses a button. */
  AtConsole follow(String css) {
    hand.follow(css);
    return this;
  }

  AtConsole type(String css, String text) {
    hand.type(css, text);
    return this;
  }

  AtConsole choose(String css, String value) {
    hand.choose(css, value);
    return this;
  }

  AtConsole tick(String css) {
    hand.tick(css);
    return this;
  }

  /** Waits until the page says all of this. */
  AtConsole sees(String... texts) {
    try {
      Lab.await("a page with " + Arrays.toString(texts), () -> shows(texts));
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(e.getMessage() + "\n" + browser.url() + "\n" + browser.text(), e);
    }
    return this;
  }

  boolean shows(String... texts) {
    try {
      String text = browser.text();
      return Arrays.stream(texts).allMatch(text::contains);
    } catch (WebDriverException e) {
      return false;
    }
  }

  boolean has(String css) {
    return !browser.findAll(css).isEmpty();
  }

  String textOf(String css) {
    return browser.find(css).getText();
  }

  /** Chooses a password by a one-time link. */
  void welcome(String link) {
    go(link.substring(link.indexOf("/welcome/")));
    type("#password", PASSWORD).follow("form[action='/welcome'] button").sees("Why not now?");
  }

  void signIn(String name) {
    type("#name", name).type("#password", PASSWORD).follow("form[action='/sign-in'] button");
  }

  /** Opens the request, by the inbox. */
  AtConsole openRequest(long run) {
    return follow("nav a[href='/inbox']")
        .follow("a[href='/runs/" + run + "#decide']")
        .sees("Run " + run);
  }

  /** Says yes, and gives the password again where it is asked for. */
  AtConsole approve() {
    if (has("form[action$='/approve'] #password")) {
      type("form[action$='/approve'] #password", PASSWORD);
    }
    return follow("form[action$='/approve'] button");
  }

  @Override
  public void close() {
    browser.close();
  }
}
