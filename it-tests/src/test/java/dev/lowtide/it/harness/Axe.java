package dev.lowtide.it.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The rules of WCAG 2.2, A and AA, as far as a program can check them. */
public final class Axe {

  private static final String RUN =
      """
      const done = arguments[arguments.length - 1];
      axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
                          resultTypes: ['violations'] })
        .then(found => done(found.violations.flatMap(rule => rule.nodes.map(
            node => rule.id + ': ' + rule.help + ' at ' + node.target.join(' ') + ' ' + node.html
                + ' ' + node.failureSummary))))
        .catch(fault => done(['axe failed: ' + fault]));
      """;

  private final String source;

  private Axe(String source) {
    this.source = source;
  }

  /** Fetches it once, as the lock file pins it. */
  public static Axe fetched() throws IOException, InterruptedException {
    Tool node =
        Tool.node(Tool.resource("axe-package.json"), Tool.resource("axe-package-lock.json"));
    Path modules = Path.of(Objects.requireNonNull(node.environment().get("NODE_PATH")));
    return new Axe(Files.readString(modules.resolve("axe-core/axe.min.js")));
  }

  /** What is wrong with the page that is shown; nothing, if it is right. */
  public List<String> violations(ChromiumBrowser browser) {
    browser.script(source + "; return 1");
    return ((List<?>) browser.awaitScript(RUN)).stream().map(String::valueOf).toList();
  }
}
