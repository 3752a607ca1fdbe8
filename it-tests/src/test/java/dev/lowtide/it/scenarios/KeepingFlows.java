package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.ChromiumBrowser;
import dev.lowtide.it.harness.ChromiumBrowser.Look;
import dev.lowtide.it.harness.Hand;
import dev.lowtide.scheduler.operator.Role;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import java.sql.Connection;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** Who there is, when runs may be at work, and what else keeps the place in order. */
abstract class KeepingFlows extends ConsoleFlows {

  KeepingFlows(Look look, Function<ChromiumBrowser, Hand> hand) {
    super(look, hand);
  }

  @Test
  void thoseWhoCameInByTheirLinksAreThere() {
    assertThat(textOfInvitation).contains("Shown once", "/welcome/");
    assertThat(lowtide.app().people().find("admin").orElseThrow().role())
        .isEqualTo(Role.ADMINISTRATOR);
    assertThat(lowtide.app().people().find("eve").orElseThrow().role()).isEqualTo(Role.APPROVER);
    assertThat(operator().audit()).anyMatch(entry -> entry.text().contains("eve"));
  }

  @Test
  void whoSignsOutIsOutAndComesBackToWhatTheyWanted() {
    try (AtConsole third = another()) {
      third.go("/audit").sees("Sign in");
      third.signIn("eve");
      third.sees("Verify the whole trail");
      assertThat(third.browser().url()).endsWith("/audit");

      third.follow("form[action='/sign-out'] button").sees("Sign in");
      if (hasScript()) {
        // Without scripts it is the browser's matter which pages it keeps for whoever goes back.
        third.browser().back();
        third.sees("Sign in");
        assertThat(third.shows("Verify the whole trail")).as("the page from before").isFalse();
      }
      assertThat(third.go("/audit").shows("Verify the whole trail")).isFalse();
      assertThat(isWrittenDown("eve", "sign in", "from 127.0.0.1")).isTrue();
    }
  }

  @Test
  void everythingIsStoppedAndLetGoAgain() throws Exception {
    admin.go("/runs").follow("a.stop").type("#why", "pager");
    admin.follow("form[action='/hold'] button").sees("Held: everything is held by admin", "pager");
    assertThat(holdAnswer()).contains("\"isHeld\":true", "pager");
    eve.go("/runs").sees("Held: everything is held by admin");
    assertThat(eve.has(".held a")).as("an offer to an approver, who cannot").isFalse();

    admin.follow(".held a").follow("form[action='/unhold'] button").sees("Why not now?");

    assertThat(admin.shows("Held:")).isFalse();
    assertThat(holdAnswer()).contains("\"isHeld\":false");
    assertThat(isWrittenDown("admin", "hold", "pager")).isTrue();
    assertThat(isWrittenDown("admin", "unhold", "")).isTrue();
  }

  @Test
  void aWindowIsSetAndTakenAway() {
    admin.follow("nav a[href='/calendar']").type("#window-name", "nights");
    admin.type("#window-days", "mon-fri").type("#window-from", "0130AM");
    admin.type("#window-to", "0430AM").type("#window-zone", "Europe/Berlin");
    admin.follow("form[action='/calendar/windows'] button").sees("nights", "01:30", "04:30");

    assertThat(operator().calendars().calendar().windows())
        .singleElement()
        .satisfies(
            window -> {
              assertThat(window.from()).isEqualTo(LocalTime.of(1, 30));
              assertThat(window.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
              assertThat(window.days()).hasSize(5);
            });
    admin.follow("button[aria-label='Remove window nights']").sees("No windows are set");
    assertThat(operator().calendars().calendar().windows()).isEmpty();
  }

  @Test
  void aFreezeIsSetAndTakenAway() {
    String end = "" + Keys.ARROW_RIGHT;
    admin.follow("nav a[href='/calendar']").type("#freeze-name", "sales");
    admin.type("#freeze-from", "11272031" + end + "0600AM");
    admin.type("#freeze-to", "11302031" + end + "0600PM").type("#freeze-zone", "UTC");
    admin.follow("form[action='/calendar/freezes'] button").sees("sales", "2031-11-27");

    assertThat(operator().calendars().calendar().freezes())
        .singleElement()
        .satisfies(
            freeze -> {
              assertThat(freeze.from()).isEqualTo(Instant.parse("2031-11-27T06:00:00Z"));
              assertThat(freeze.to()).isEqualTo(Instant.parse("2031-11-30T18:00:00Z"));
            });
    admin.follow("button[aria-label='Remove freeze sales']").sees("No freezes are set");
    assertThat(operator().calendars().calendar().freezes()).isEmpty();
  }

  @Test
  void aTokenIsMadeAndRevoked() throws Exception {
    admin.follow("a[href='/tokens']").type("#label", "laptop").choose("#scope", "READ");
    admin.follow("form[action='/tokens'] button").sees("Shown once");
    String token = admin.textOf("section.once code");
    assertThat(api("GET", "/runs", token).statusCode()).isEqualTo(200);
    assertThat(api("POST", "/hold", token).statusCode()).as("it only reads").isEqualTo(403);

    admin.follow("button[aria-label='Revoke laptop']").sees("You have no tokens");

    assertThat(api("GET", "/runs", token).statusCode()).isEqualTo(401);
  }

  @Test
  void aSessionIsFoundAndEnded() throws Exception {
    bloat("flow_ended");
    try (Connection client = writer("flow_ended");
        Connection other = Lab.through(lowtide)) {
      long id = Lab.threadId(client);
      admin.follow("nav a[href='/sessions']").type("#table", "lab.flow_ended");
      admin.tick("input[name='open']").follow("form[action='/sessions'] button");
      assertThat(admin.browser().url()).contains("table=lab.flow_ended", "open=true");
      admin.sees("lab.flow_ended w");
      assertThat(admin.browser().findAll("#sessionList tbody tr")).hasSize(1);

      admin.follow("form[action='/sessions/" + id + "/end'] button");
      admin.sees("End session " + id, "is rolled back");
      admin.follow("form[action$='/end'] button").sees("Session " + id + " ended");

      assertThat(client.isValid(1)).isFalse();
      assertThat(other.isValid(1)).isTrue();
      assertThat(operator().sessions()).noneMatch(session -> session.serverThreadId() == id);
      assertThat(operator().audit())
          .anyMatch(
              entry -> entry.by().equals("admin") && entry.text().contains("ended session " + id));
    }
  }

  @Test
  void listsAreFilteredByTheirAddresses() throws Exception {
    bloat("flow_listed_one");
    bloat("flow_listed_two");
    RunId rejected = requested("flow_listed_one", ShrinkMethod.SHADOW_COPY, "lister");
    RunId open = requested("flow_listed_two", ShrinkMethod.SHADOW_COPY, "lister");
    operator().reject(rejected, "bob", "no");

    admin.follow("nav a[href='/runs']").choose("select[name='state']", RunState.REJECTED.name());
    admin.type("input[name='by']", "lister").follow("form[action='/runs'] button");

    Lab.await("the filtered list", () -> admin.browser().url().contains("by=lister"));
    assertThat(admin.browser().url()).contains("state=REJECTED");
    assertThat(admin.browser().findAll("#runList tbody tr")).hasSize(1);
    assertThat(admin.has("a[href='/runs/" + rejected + "']")).isTrue();
    admin.go("/runs?by=lister&table=lab.flow_listed_two");
    assertThat(admin.has("a[href='/runs/" + open + "']")).isTrue();
    admin.go("/runs?by=nobody").sees("No run is like that");
    admin.go("/audit?run=" + rejected).sees("bob");
    String told = api("GET", "/audit?run=" + rejected, lowtide.app().localToken()).body();
    assertThat(admin.browser().findAll("tbody tr")).hasSize(told.split("\"hash\":", -1).length - 1);
  }

  private String holdAnswer() throws Exception {
    return api("GET", "/hold", lowtide.app().localToken()).body();
  }
}
