package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.ChromiumBrowser;
import dev.lowtide.it.harness.ChromiumBrowser.Look;
import dev.lowtide.it.harness.Hand;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import java.sql.Connection;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Requests and runs, from the first wish to the end. */
abstract class RequestFlows extends ConsoleFlows {

  RequestFlows(Look look, Function<ChromiumBrowser, Hand> hand) {
    super(look, hand);
  }

  @Test
  void aRequestIsTalkedAboutSentBackAskedAgainAndApproved() throws Exception {
    long run = request("flow_approved", ShrinkMethod.SHADOW_COPY);
    admin.sees("somebody else approves it", "copied behind live traffic");
    assertThat(admin.has("form[action$='/approve']")).isFalse();

    eve.openRequest(run).type("#comment", "why now?");
    eve.follow("form[action$='/comment'] button").sees("eve", "why now?");
    eve.type("#otherwise", "after the migration");
    eve.follow("form[action$='/request-changes'] button").sees("after the migration");
    assertThat(run(run).state()).isEqualTo(RunState.CHANGES_REQUESTED);
    assertThat(operator().reviews().review(new RunId(run)).comments())
        .anyMatch(comment -> comment.by().equals("eve") && comment.text().equals("why now?"));

    try (Connection direct = Lab.direct()) {
      Lab.execute(direct, "ALTER TABLE flow_approved COMMENT = 'migrated'");
    }
    admin.go("/").sees("1 request of yours came back to you");
    admin.openRequest(run).follow("form[action$='/revise'] button");
    admin.sees("What revision 2 changes", "migrated");
    assertThat(run(run).state()).isEqualTo(RunState.PROPOSED);

    makeSessionsOld();
    eve.go("/").sees("waits for your decision").openRequest(run);
    assertThat(eve.has("form[action$='/approve'] #password")).as("the password again").isTrue();
    eve.approve().sees("approved by eve");
    assertThat(Lab.awaitEnd(lowtide, new RunId(run)).run().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(run(run).approval().by()).isEqualTo("eve");
    eve.go("/runs/" + run).sees("Report", "Given back");
  }

  /** Both are there all the time, so that neither has to sign in again. */
  private void makeSessionsOld() {
    for (int i = 0; i < 2; i++) {
      clock.advance(Duration.ofMinutes(20));
      admin.go("/").sees("Why not now?");
      eve.go("/").sees("Why not now?");
    }
  }

  @Test
  void aRequestIsRejected() throws Exception {
    long run = request("flow_rejected", ShrinkMethod.COPY_UNDER_HOLD);

    eve.openRequest(run).type("#why", "not today").follow("form[action$='/reject'] button");

    eve.sees("rejected by eve: not today");
    assertThat(run(run).state()).isEqualTo(RunState.REJECTED);
    admin.go("/runs?state=REJECTED&table=lab.flow_rejected").sees("rejected by eve: not today");
  }

  @Test
  void aRequestIsWithdrawn() throws Exception {
    long run = request("flow_withdrawn", ShrinkMethod.COPY_UNDER_HOLD);

    admin.follow("form[action$='/abort'] button").sees("admin");

    assertThat(run(run).state().isFinal()).isTrue();
    assertThat(run(run).reason()).contains("admin");
  }

  @Test
  void anApprovalIsTakenBack() throws Exception {
    long run = request("flow_revoked", ShrinkMethod.COPY_UNDER_HOLD);
    try (Connection client = writer("flow_revoked")) {
      eve.openRequest(run).approve().sees("approved");
      assertThat(run(run).approval().by()).isEqualTo("eve");

      eve.type("#revoke", "second thoughts").follow("form[action$='/revoke'] button");

      eve.sees("second thoughts");
      assertThat(run(run).state()).isEqualTo(RunState.REVOKED);
      client.rollback();
    }
  }

  @Test
  void aRunIsPausedResumedAndAborted() throws Exception {
    bloat("flow_paused");
    try (Connection client = writer("flow_paused")) {
      RunId run = requested("flow_paused", ShrinkMethod.SHADOW_COPY, "alice");
      operator().approve(run, "bob");
      Lab.await("it copies", () -> admin.go("/runs/" + run).has("form[action$='/pause'] button"));

      admin.follow("form[action$='/pause'] button").sees("Paused by admin");
      assertThat(operator().run(run).progress().pausedBy()).isEqualTo("admin");
      admin.follow("form[action$='/resume'] button");
      Lab.await("it goes on", () -> !operator().run(run).progress().isPaused());
      Lab.await(
          "it can be ended", () -> admin.go("/runs/" + run).has("form[action$='/abort'] button"));
      admin.follow("form[action$='/abort'] button");

      assertThat(Lab.awaitEnd(lowtide, run).run().state()).isEqualTo(RunState.ABORTED);
      admin.sees("aborted");
      assertThat(operator().audit())
          .anyMatch(entry -> entry.by().equals("admin") && entry.text().contains("run " + run));
      client.rollback();
    }
  }
}
