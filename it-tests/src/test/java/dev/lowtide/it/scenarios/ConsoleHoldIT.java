package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.ChromiumBrowser;
import dev.lowtide.it.harness.ChromiumBrowser.Look;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.operator.Operator;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import java.sql.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openqa.selenium.Keys;

/** Stopping everything from any page, with and without scripts, and letting it go on. */
@Timeout(120)
class ConsoleHoldIT {

  @Test
  void nothingBeginsUntilAPersonSaysSo() throws Exception {
    try (ConsolePages pages = ConsolePages.start();
        ChromiumBrowser browser = ChromiumBrowser.open(Look.LIGHT.withoutScript());
        ChromiumBrowser colleague = ChromiumBrowser.open(Look.LIGHT)) {
      pages.signIn(browser);
      pages.signIn(colleague);
      colleague.go(pages.base() + "/audit");
      colleague.go(pages.base() + "/runs");
      browser.go(pages.base() + "/audit");

      browser.click("a.stop");
      browser.type("#why", "pager");
      browser.press(Keys.ENTER);

      Lab.await(
          "the next page", () -> browser.text().contains("Held: everything is held by admin"));
      assertThat(browser.text()).contains("pager");
      Lab.await("the colleague's page", () -> colleague.text().contains("held by admin"));

      Operator operator = pages.lowtide().app().operator();
      try (Connection direct = Lab.direct()) {
        Bloat.table(direct, "held_back");
      }
      RunId run = operator.request(new TableName(Lab.SCHEMA, "held_back"), "alice").id();
      operator.approve(run, "bob");
      Lab.await("its reason", () -> operator.run(run).waitingFor().contains("held by admin"));
      assertThat(operator.run(run).run().state()).isNotEqualTo(RunState.SUCCEEDED);

      browser.click(".held a");
      browser.click("main button.good");

      Lab.await("the page after that", () -> !browser.text().contains("Held:"));
      assertThat(Lab.awaitEnd(pages.lowtide(), run).run().state()).isEqualTo(RunState.SUCCEEDED);
      assertThat(operator.audit())
          .anyMatch(entry -> entry.action().equals("hold") && entry.text().contains("pager"))
          .anyMatch(entry -> entry.action().equals("unhold"));
    }
  }
}
