package dev.lowtide.scheduler.journal;

import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.operator.AuditEntry;
import dev.lowtide.scheduler.report.Measurements;
import dev.lowtide.scheduler.report.ReportWriter;
import dev.lowtide.scheduler.shrink.Approval;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Plans;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.RunStep;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.ShrinkReport;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import dev.lowtide.scheduler.shrink.Verification;
import dev.lowtide.scheduler.shrink.WaitsCaused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

public class JournalTest {

  private static final ShrinkPlan PLAN = Plans.plan();
  private static final Instant LATER = NOW.plusSeconds(60);

  private final Store store = open();
  private final Journal journal = new Journal(store);

  /** The same holds for every kind of store. */
  protected Store open() {
    return Stores.inMemory();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aRequestIsWrittenDownAsProposed() {
    ShrinkRun run = journal.insert(PLAN, "ann", NOW);

    assertThat(journal.run(run.id())).contains(run);
    assertThat(run.state()).isEqualTo(RunState.PROPOSED);
    assertThat(journal.steps(run.id()))
        .containsExactly(new RunStep(NOW, RunState.PROPOSED, "requested by ann"));
    assertThat(journal.audit())
        .extracting(AuditEntry::at, AuditEntry::by, AuditEntry::action, AuditEntry::text)
        .containsExactly(tuple(NOW, "ann", "request", "run " + run.id() + " for shop.orders"));
  }

  @Test
  void everythingSurvivesReopening(@TempDir Path directory) {
    String url = "jdbc:h2:file:" + directory.resolve("store");
    ShrinkRun run;
    List<RunStep> steps;
    List<AuditEntry> audit;
    try (Store file = Store.open(url)) {
      Journal written = new Journal(file);
      run = approve(written, written.insert(PLAN, "ann", NOW));
      ShrinkRun waiting = run.become(RunState.WAITING_FOR_QUIET, "waiting", LATER);
      written.update(run, waiting, "lowtide");
      run = waiting.begun().notBefore(LATER.plusSeconds(300));
      written.update(waiting, run, "lowtide");
      written.onStatement(run.id(), 4711);
      steps = written.steps(run.id());
      audit = written.audit();
    }

    try (Store file = Store.open(url)) {
      Journal read = new Journal(file);
      assertThat(read.run(run.id())).contains(run);
      assertThat(read.open()).containsExactly(run);
      assertThat(read.threadId(run.id())).isEqualTo(4711);
      assertThat(read.steps(run.id())).hasSize(3).isEqualTo(steps);
      assertThat(read.audit()).hasSize(3).isEqualTo(audit);
    }
  }

  /** What is in the file is what a process that is killed leaves. */
  @Test
  void everythingIsInTheFileAsSoonAsItIsWritten(@TempDir Path directory) throws IOException {
    try (Store store = Store.open("jdbc:h2:file:" + directory.resolve("store"))) {
      Journal written = new Journal(store);
      for (int i = 0; i < 20; i++) {
        String text = "entry " + i;
        written.record(NOW, "ann", "test", text);
        Path left = Files.createDirectory(directory.resolve("left" + i));
        Files.copy(directory.resolve("store.mv.db"), left.resolve("store.mv.db"));
        try (Store again = Store.open("jdbc:h2:file:" + left.resolve("store"))) {
          assertThat(new Journal(again).audit()).extracting(AuditEntry::text).contains(text);
        }
      }
    }
  }

  @Test
  void theReportOfARunIsWrittenTogetherWithItsEnd(@TempDir Path directory) {
    String url = "jdbc:h2:file:" + directory.resolve("store");
    ShrinkRun run;
    try (Store file = Store.open(url)) {
      Journal written = new Journal(file);
      ShrinkRun verifying =
          put(written, approve(written, written.insert(PLAN, "ann", NOW)), RunState.VERIFYING);
      ShrinkRun done = verifying.become(RunState.SUCCEEDED, "the same", LATER);
      written.end(verifying, done, "lowtide", steps -> report(done, steps));
      run = done;
    }

    try (Store file = Store.open(url)) {
      Journal read = new Journal(file);
      List<RunStep> steps = read.steps(run.id());
      assertThat(read.run(run.id())).contains(run);
      assertThat(steps).last().extracting(RunStep::state).isEqualTo(RunState.SUCCEEDED);
      assertThat(read.report(run.id())).contains(report(run, steps));
    }
  }

  @Test
  void aRunDoesNotEndWithoutItsReport() {
    ShrinkRun verifying =
        put(journal, approve(journal, journal.insert(PLAN, "ann", NOW)), RunState.VERIFYING);
    ShrinkRun done = verifying.become(RunState.SUCCEEDED, "the same", LATER);

    assertThatThrownBy(
            () ->
                journal.end(
                    verifying,
                    done,
                    "lowtide",
                    steps -> {
                      throw new IllegalStateException("no report");
                    }))
        .hasMessageContaining("no report");

    assertThat(journal.run(verifying.id())).contains(verifying);
  }

  @Test
  void aStoredPlanStaysTheApprovedOne() {
    ShrinkRun run = approve(journal, journal.insert(PLAN, "ann", NOW));

    ShrinkRun read = journal.run(run.id()).orElseThrow();

    assertThat(read.plan().hash()).isEqualTo(PLAN.hash());
    assertThat(read.approval()).isEqualTo(new Approval("bob", LATER, false, PLAN.hash()));
  }

  @Test
  void anAutomaticApprovalStaysAutomatic() {
    ShrinkRun proposed = journal.insert(PLAN, "ann", NOW);
    Approval yes = new Approval("approval: automatic", LATER, true, PLAN.hash());

    journal.update(proposed, proposed.approved(yes, "by configuration", LATER), "configuration");

    assertThat(journal.run(proposed.id()).orElseThrow().approval()).isEqualTo(yes);
  }

  @Test
  void refusesARequestWhileAnotherRunIsInTheWay() {
    journal.insert(PLAN, "ann", NOW);

    assertThatThrownBy(() -> journal.insert(PLAN, "bob", LATER))
        .isInstanceOf(RunInTheWayException.class)
        .hasMessage("run 1 for shop.orders is PROPOSED (expected: one run for a table at a time)");
    assertThat(journal.runs(10)).hasSize(1);
  }

  @Test
  void aTableIsTheSameHoweverItIsWritten() {
    journal.insert(PLAN, "ann", NOW);

    assertThatThrownBy(
            () -> journal.insert(Plans.plan(new TableName("SHOP", "Orders")), "bob", LATER))
        .isInstanceOf(RunInTheWayException.class);
  }

  @Test
  void anotherTableIsFree() {
    ShrinkRun orders = journal.insert(PLAN, "ann", NOW);

    ShrinkRun carts = journal.insert(Plans.plan(Plans.CARTS), "ann", LATER);

    assertThat(journal.open()).containsExactly(orders, carts);
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.INCLUDE,
      names = {"SUCCEEDED", "FAILED", "ABORTED", "REJECTED", "EXPIRED", "REVOKED", "STALE"})
  void aTableIsFreeWhenItsRunIsDoneWith(RunState state) {
    put(journal.insert(PLAN, "ann", NOW), state);

    assertThat(journal.open()).isEmpty();
    assertThat(journal.insert(PLAN, "bob", LATER).state()).isEqualTo(RunState.PROPOSED);
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"SUCCEEDED", "FAILED", "ABORTED", "REJECTED", "EXPIRED", "REVOKED", "STALE"})
  void aTableIsNotFreeWhileItsRunIsNot(RunState state) {
    ShrinkRun run = put(journal.insert(PLAN, "ann", NOW), state);

    assertThat(journal.open()).containsExactly(run);
    assertThatThrownBy(() -> journal.insert(PLAN, "bob", LATER))
        .isInstanceOf(RunInTheWayException.class)
        .hasMessageContaining("is " + state);
  }

  @Test
  void anUncertainRunIsInTheWayUntilSomebodyHasLookedAtIt() {
    ShrinkRun run = put(journal.insert(PLAN, "ann", NOW), RunState.UNCERTAIN);
    assertThatThrownBy(() -> journal.insert(PLAN, "bob", LATER))
        .hasMessageContaining("is UNCERTAIN and nobody has acknowledged it");

    journal.update(run, run.acknowledged(), "bob");

    assertThat(journal.open()).isEmpty();
    assertThat(journal.insert(PLAN, "bob", LATER).id()).isNotEqualTo(run.id());
  }

  @Test
  void anUpdateLosesAgainstAQuickerOne() {
    ShrinkRun proposed = journal.insert(PLAN, "ann", NOW);
    ShrinkRun approved = approve(journal, proposed);
    List<AuditEntry> audit = journal.audit();

    assertThatThrownBy(
            () -> journal.update(proposed, proposed.become(RunState.REJECTED, "no", LATER), "carl"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("run 1 is no longer PROPOSED");
    assertThat(journal.run(proposed.id())).contains(approved);
    assertThat(journal.audit()).isEqualTo(audit);
  }

  @Test
  void theDatabaseItselfRefusesThatARequesterApproves() {
    ShrinkRun proposed = journal.insert(PLAN, "ann", NOW);
    ShrinkRun approved =
        proposed.approved(new Approval("ann", LATER, false, PLAN.hash()), "approved by ann", LATER);

    assertThatThrownBy(() -> journal.update(proposed, approved, "ann"))
        .satisfies(
            e -> assertThat(e.getMessage()).containsIgnoringCase("requester_is_not_approver"));
    assertThat(journal.run(proposed.id())).contains(proposed);
    assertThat(journal.steps(proposed.id())).hasSize(1);
  }

  @Test
  void everyChangeOfStateIsAStepAndALineOfTheAuditTrail() {
    ShrinkRun approved = approve(journal, journal.insert(PLAN, "ann", NOW));

    journal.update(approved, approved.become(RunState.REVOKED, "revoked by bob", LATER), "bob");

    assertThat(journal.steps(approved.id()))
        .containsExactly(
            new RunStep(NOW, RunState.PROPOSED, "requested by ann"),
            new RunStep(LATER, RunState.APPROVED, "approved by bob"),
            new RunStep(LATER, RunState.REVOKED, "revoked by bob"));
    assertThat(journal.audit())
        .extracting(AuditEntry::by, AuditEntry::action, AuditEntry::text)
        .containsExactly(
            tuple("bob", "REVOKED", "run 1 for shop.orders: revoked by bob"),
            tuple("bob", "APPROVED", "run 1 for shop.orders: approved by bob"),
            tuple("ann", "request", "run 1 for shop.orders"));
  }

  @Test
  void aChangeWithinAStateIsNoStep() {
    ShrinkRun run = journal.insert(PLAN, "ann", NOW);

    journal.update(run, run.begun(), "lowtide");

    assertThat(journal.run(run.id())).contains(run.begun());
    assertThat(journal.steps(run.id())).hasSize(1);
    assertThat(journal.audit()).hasSize(1);
  }

  @Test
  void theNewestRunsAreShownFirst() {
    put(journal.insert(PLAN, "ann", NOW), RunState.ABORTED);
    ShrinkRun second = put(journal.insert(PLAN, "ann", NOW), RunState.ABORTED);
    ShrinkRun third = journal.insert(PLAN, "ann", NOW);

    assertThat(journal.runs(2)).containsExactly(third, second);
  }

  @Test
  void aRunHasNoThreadAndNoReportAtFirst() {
    ShrinkRun run = journal.insert(PLAN, "ann", NOW);

    assertThat(journal.threadId(run.id())).isZero();
    assertThat(journal.report(run.id())).isEmpty();
  }

  @Test
  void notesWhatHappenedWithoutMovingTheRun() {
    ShrinkRun run = journal.insert(Plans.plan(), "ann", NOW);

    journal.note(run.id(), RunState.RUNNING, "the rows are copied", NOW.plusSeconds(9));

    assertThat(journal.steps(run.id()))
        .endsWith(new RunStep(NOW.plusSeconds(9), RunState.RUNNING, "the rows are copied"));
    assertThat(journal.run(run.id()).orElseThrow().state()).isEqualTo(RunState.PROPOSED);
  }

  @Test
  void aRunThatIsNotThereIsNotFound() {
    assertThat(journal.run(new RunId(99))).isEmpty();
    assertThat(journal.steps(new RunId(99))).isEmpty();
  }

  private static ShrinkRun approve(Journal journal, ShrinkRun proposed) {
    Approval yes = new Approval("bob", LATER, false, proposed.plan().hash());
    ShrinkRun approved = proposed.approved(yes, "approved by bob", LATER);
    journal.update(proposed, approved, "bob");
    return approved;
  }

  /** Puts a run into a state, whatever way leads there. */
  private ShrinkRun put(ShrinkRun run, RunState state) {
    return put(journal, run, state);
  }

  private static ShrinkRun put(Journal journal, ShrinkRun run, RunState state) {
    ShrinkRun is =
        new ShrinkRun(
            run.id(),
            run.plan(),
            state,
            run.requestedBy(),
            run.requestedAt(),
            run.approval(),
            run.attempts(),
            run.notBefore(),
            "as it was",
            LATER,
            run.waits(),
            false);
    journal.update(run, is, "lowtide");
    return is;
  }

  private static ShrinkReport report(ShrinkRun run, List<RunStep> steps) {
    return ReportWriter.write(
        run,
        steps,
        new Measurements(
            ByteSize.ofMebibytes(100),
            ByteSize.ofMebibytes(28),
            new Verification(Verification.Verdict.SAME, 1000, "the same"),
            new WaitsCaused(3, 1, Duration.ofMillis(400), Duration.ofNanos(150_000_001)),
            Duration.ofMillis(20),
            Duration.ofMillis(30)));
  }
}
