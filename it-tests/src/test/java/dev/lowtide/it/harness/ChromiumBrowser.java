package dev.lowtide.it.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The distribution's Chromium without a screen: a person before a page, and what they see. */
public final class ChromiumBrowser implements AutoCloseable {

  private static final int HEIGHT = 900;

  /** Pages, and scripts on them: all rules read over a long page took 20 s on a busy machine. */
  private static final Duration LOADED_WITHIN = Duration.ofMinutes(2);

  private static final Pattern REQUEST = Pattern.compile("\"method\":\"([A-Z]+)\"");

  private final ChromeDriver driver;
  private final Look look;

  /**
   * What the pages are looked at with.
   *
   * @param width in CSS pixels
   */
  public record Look(boolean isDark, int width, boolean hasScript) {

    public static final Look LIGHT = new Look(false, 1280, true);

    public Look withoutScript() {
      return new Look(isDark, width, false);
    }

    @Override
    public String toString() {
      return (isDark ? "dark" : "light") + ", " + width + " px" + (hasScript ? "" : ", no script");
    }
  }

  private ChromiumBrowser(ChromeDriver driver, Look look) {
    this.driver = driver;
    this.look = look;
  }

  /** Opens an empty window. */
  public static ChromiumBrowser open(Look look) {
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(installed("chromedriver", "chromium-driver").toFile())
            .usingAnyFreePort()
            .build();
    ChromiumBrowser browser = new ChromiumBrowser(new ChromeDriver(service, options()), look);
    browser.driver.manage().timeouts().pageLoadTimeout(LOADED_WITHIN);
    browser.driver.manage().timeouts().scriptTimeout(LOADED_WITHIN);
    browser.dress();
    return browser;
  }

  private static ChromeOptions options() {
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(installed("chromium", "chromium").toFile());
    options.setCapability("goog:loggingPrefs", logs);
    options.addArguments(
        "--headless=new",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-first-run",
        // Containers run as root, where the sandbox cannot be; only our own pages are opened.
        "--no-sandbox");
    return options;
  }

  private static Path installed(String program, String debian) {
    return Commands.find(program)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the tests need "
                        + program
                        + ", which is not there: install "
                        + debian
                        + " (Debian, Ubuntu)"));
  }

  private void dress() {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", look.width, "height", HEIGHT, "deviceScaleFactor", 1, "mobile", false));
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of("name", "prefers-color-scheme", "value", look.isDark ? "dark" : "light"))));
    driver.executeCdpCommand(
        "Emulation.setScriptExecutionDisabled", Map.of("value", !look.hasScript));
  }

  /** Loads a page. */
  public void go(String url) {
    driver.get(url);
  }

  public String url() {
    return driver.getCurrentUrl();
  }

  /** What can be read on the page; on the next one, if it goes while it is read. */
  public String text() {
    try {
      return find("body").getText();
    } catch (StaleElementReferenceException e) {
      return find("body").getText();
    }
  }

  public WebElement find(String css) {
    return driver.findElement(By.cssSelector(css));
  }

  public List<WebElement> findAll(String css) {
    return driver.findElements(By.cssSelector(css));
  }

  /** Fills in a field. */
  public void type(String css, String text) {
    WebElement field = find(css);
    field.clear();
    field.sendKeys(text);
  }

  /** A page without scripts loads itself anew, perhaps just before it is clicked. */
  public void click(String css) {
    try {
      find(css).click();
    } catch (StaleElementReferenceException e) {
      find(css).click();
    }
  }

  /** Presses keys, wherever the focus is. */
  public void press(CharSequence... keys) {
    driver.switchTo().activeElement().sendKeys(keys);
  }

  /** Presses keys as a keyboard does: whatever has the focus gets them, be it nothing. */
  public void keys(CharSequence... keys) {
    new Actions(driver).sendKeys(keys).perform();
  }

  /** Presses a key while another one is held down. */
  public void chord(Keys held, CharSequence key) {
    new Actions(driver).keyDown(held).sendKeys(key).keyUp(held).perform();
  }

  /** Chooses an option, by its value. */
  public void choose(String css, String value) {
    click(css + " option[value='" + value + "']");
  }

  /** Goes back to the page before. */
  public void back() {
    driver.navigate().back();
  }

  /** What was asked for since this was asked last, other than by GET. */
  public List<String> posted() {
    return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
        .map(LogEntry::getMessage)
        .filter(message -> message.contains("\"Network.requestWillBeSent\""))
        .map(REQUEST::matcher)
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .filter(method -> !method.equals("GET"))
        .toList();
  }

  /** What a script of the test returns. Pages' own rules do not hold for it. */
  public Object script(String script, Object... arguments) {
    return answer(driver.executeScript(script, arguments));
  }

  /** What a script of the test hands to its last argument, a function. */
  public Object awaitScript(String script, Object... arguments) {
    return answer(driver.executeAsyncScript(script, arguments));
  }

  private static Object answer(@Nullable Object answer) {
    return Objects.requireNonNullElse(answer, "");
  }

  /** Whether the page is shown in the colours and the width that were asked for. */
  public boolean isDressed() {
    boolean isDark =
        Boolean.TRUE.equals(script("return matchMedia('(prefers-color-scheme: dark)').matches"));
    return isDark == look.isDark
        && ((Number) script("return window.innerWidth")).intValue() == look.width;
  }

  /** By how many pixels the page is wider than its window. */
  public int overhang() {
    return ((Number)
            script(
                "const e = document.documentElement;"
                    + " return Math.max(e.scrollWidth, document.body.scrollWidth) - e.clientWidth"))
        .intValue();
  }

  /** What the browser has complained about since it was asked last. */
  public List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(entry -> entry.getLevel() + " " + entry.getMessage())
        .toList();
  }

  /** A picture of the window, as high as the page is, up to a limit. */
  public void picture(Path file, int heightMax) throws IOException {
    int high = ((Number) script("return document.documentElement.scrollHeight")).intValue();
    Map<String, Object> shot =
        driver.executeCdpCommand(
            "Page.captureScreenshot",
            Map.of(
                "format",
                "png",
                "captureBeyondViewport",
                true,
                "clip",
                Map.of(
                    "x",
                    0,
                    "y",
                    0,
                    "width",
                    look.width,
                    "height",
                    Math.min(high, heightMax),
                    "scale",
                    1)));
    Files.write(file, OutputType.BYTES.convertFromBase64Png(String.valueOf(shot.get("data"))));
  }

  /** The browser's own clock for the page that is shown, from the click until all was there. */
  public Duration loadTime() {
    return Duration.ofMillis(
        ((Number)
                script(
                    "const n = performance.getEntriesByType('navigation')[0];"
                        + " return Math.round(n.loadEventEnd)"))
            .longValue());
  }

  /** From now on each page and all it consists of is fetched anew. */
  public void keepNothing() {
    driver.executeCdpCommand("Network.enable", Map.of());
    driver.executeCdpCommand("Network.setCacheDisabled", Map.of("cacheDisabled", true));
  }

  /**
   * What the page that is shown has transferred, heads included.
   *
   * @param kind {@code script}; empty for the page itself and all it loaded
   */
  public long bytes(String kind) {
    return ((Number)
            script(
                "return [...performance.getEntriesByType('navigation'),"
                    + " ...performance.getEntriesByType('resource')]"
                    + ".filter(e => !arguments[0] || e.initiatorType === arguments[0])"
                    + ".reduce((sum, e) => sum + e.transferSize, 0)",
                kind))
        .longValue();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
