package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.ChromiumBrowser.Look;
import dev.lowtide.it.harness.KeyHand;
import dev.lowtide.scheduler.operator.Operator;
import dev.lowtide.scheduler.operator.Person;
import dev.lowtide.scheduler.operator.Role;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openqa.selenium.Keys;

/** What keys do on every page, and what they do not. */
@Timeout(300)
class ConsoleKeysIT {

  /** Pages have fewer stops than this, those within fields for times counted. */
  private static final int STOPS_MAX = 300;

  private static final String NO_COMMANDS =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ?/+-.,;:!#*'";

  private static final String HAS_ITS_FOCUS =
      "const wanted = document.querySelector('[autofocus]');"
          + " return !wanted || wanted === document.activeElement";

  private static final String TO_THE_BODY = "document.activeElement.blur(); window.scrollTo(0, 0)";

  private static final String TO_THE_TOP =
      "const skip = document.querySelector('a.skip'); window.seen = new Set([skip]);"
          + " window.last = null; skip.focus()";

  /**
   * Takes the focus as it is: what is wrong with it, {@code over} once it is on nothing or where it
   * was before, or empty. Fields for times are several stops of one element.
   */
  private static final String STOP =
      """
      const e = document.activeElement;
      if (!e || e === document.body) { return 'over'; }
      if (window.seen.has(e)) { return e === window.last ? '' : 'over'; }
      const last = window.last;
      window.seen.add(e);
      window.last = e;
      const isBehind = last && last.isConnected && window.seen.size > 1
          && !(last.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING);
      return isBehind ? 'is before what had the focus: ' + e.outerHTML.slice(0, 200) : '';
      """;

  /** What can be pressed or filled in and never had the focus. */
  private static final String LEFT_OUT =
      """
      return [...document.querySelectorAll(
              'a[href], button, input:not([type=hidden]), select, textarea, summary')]
          .filter(e => e.getClientRects().length > 0 && !e.disabled && !window.seen.has(e))
          .map(e => e.outerHTML.slice(0, 200));
      """;

  private static ConsolePages pages;
  private static AtConsole admin;

  @BeforeAll
  static void start() throws Exception {
    pages = ConsolePages.start();
    admin = new AtConsole(pages.base(), Look.LIGHT, KeyHand::new);
    pages.signIn(admin.browser());
  }

  @AfterAll
  static void stop() throws Exception {
    admin.close();
    pages.close();
  }

  /** Content, the first request, its page at its decisions, and yes: a Tab and an Enter each. */
  @Test
  void aYesTakesSixKeysFromTheInbox() {
    Person person = new Person("eve", Role.APPROVER);
    ShrinkRun waiting = waiting();
    try (AtConsole eve = new AtConsole(pages.base(), Look.LIGHT, KeyHand::new)) {
      eve.welcome("/welcome/" + pages.lowtide().app().people().invite(person));
      eve.go("/inbox").sees("Waiting for your decision");

      eve.browser().keys(Keys.TAB, Keys.ENTER);
      eve.browser().keys(Keys.TAB, Keys.ENTER);
      eve.sees("Run " + waiting.id());
      eve.browser().keys(Keys.TAB, Keys.ENTER);

      eve.sees("approved by eve");
    }
    ShrinkRun approved = operator().run(waiting.id()).run();
    assertThat(approved.approval()).isNotNull();
    assertThat(approved.approval().by()).isEqualTo("eve");
    operator().abort(waiting.id(), "alice");
    Lab.awaitEnd(pages.lowtide(), waiting.id());
    pages.requestAgain();
  }

  @Test
  void noKeyAloneChangesAnything() throws Exception {
    for (Map.Entry<String, String> page : pages.all().entrySet()) {
      admin.go(page.getValue());
      toTheBody();
      admin.browser().posted();
      String before = admin.browser().url();

      admin.browser().keys(NO_COMMANDS);
      admin.browser().keys(Keys.ESCAPE, Keys.ENTER, Keys.BACK_SPACE, Keys.DELETE, Keys.F2);

      assertThat(admin.browser().url()).as("where %s leads", page).isEqualTo(before);
      assertThat(admin.browser().posted()).as("sent by %s", page).isEmpty();
    }
    assertThat(waiting().state()).isEqualTo(RunState.PROPOSED);
  }

  @Test
  void theFocusGoesThroughEveryPageInItsOrderAndIsSeen() throws Exception {
    KeyHand hand = new KeyHand(admin.browser());
    List<String> wrong = new ArrayList<>();
    for (Map.Entry<String, String> page : pages.all().entrySet()) {
      admin.go(page.getValue());
      admin.browser().script(TO_THE_TOP);
      int stops = 0;
      String found = "";
      while (found.isEmpty() && stops < STOPS_MAX) {
        admin.browser().keys(Keys.TAB);
        stops++;
        hand.requireVisible();
        found = stopped();
      }
      if (!found.equals("over")) {
        wrong.add(page + ": " + (found.isEmpty() ? "the focus is trapped" : found));
      }
      ((List<?>) admin.browser().script(LEFT_OUT))
          .forEach(each -> wrong.add(page + ": never has the focus: " + each));
    }

    assertThat(wrong).isEmpty();
  }

  @Test
  void theAccessKeyLeadsToThePageThatStopsAndStopsNothing() {
    admin.go("/audit").sees("Verify the whole trail");
    admin.browser().posted();

    admin.browser().chord(Keys.ALT, "s");

    admin.sees("Nothing begins until a person says that it may go on");
    assertThat(admin.browser().script("return document.activeElement.textContent"))
        .isEqualTo("Stop everything");
    assertThat(admin.browser().posted()).isEmpty();
  }

  /** Not before the page has put the focus where it wants it. */
  private static void toTheBody() {
    Lab.await("its focus", () -> Boolean.TRUE.equals(admin.browser().script(HAS_ITS_FOCUS)));
    admin.browser().script(TO_THE_BODY);
  }

  private static String stopped() {
    return String.valueOf(admin.browser().script(STOP));
  }

  private static Operator operator() {
    return pages.lowtide().app().operator();
  }

  private static ShrinkRun waiting() {
    return operator().runs().stream()
        .filter(run -> run.state() == RunState.PROPOSED)
        .findFirst()
        .orElseThrow();
  }
}
