package dev.lowtide.scheduler;

import static dev.lowtide.scheduler.shrink.Plans.CARTS;
import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static dev.lowtide.scheduler.shrink.Plans.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.approval.ApprovalDesk;
import dev.lowtide.scheduler.approval.ApprovalPolicy;
import dev.lowtide.scheduler.execute.CrashInspector;
import dev.lowtide.scheduler.execute.SwapServer.Settled;
import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.journal.Store;
import dev.lowtide.scheduler.journal.Stores;
import dev.lowtide.scheduler.mysql.TargetException;
import dev.lowtide.scheduler.plan.CandidatePolicy;
import dev.lowtide.scheduler.plan.Descriptions;
import dev.lowtide.scheduler.plan.FakeCatalog;
import dev.lowtide.scheduler.plan.Sizes;
import dev.lowtide.scheduler.quiet.QuietPolicy;
import dev.lowtide.scheduler.shrink.Plans;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import dev.lowtide.scheduler.shrink.Verification;
import dev.lowtide.scheduler.shrink.Verification.Verdict;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of runs on which nobody works any more. */
class LeftBehindTest {

  private static final String WHY = "Lowtide ended in the middle";
  private static final long SESSION = 43;

  private final SettableClock clock = new SettableClock(NOW);
  private final Store store = Stores.inMemory();
  private final Journal journal = new Journal(store);
  private final FakeCatalog catalog = new FakeCatalog();
  private final ApprovalPolicy approval =
      new ApprovalPolicy(true, ApprovalPolicy.REQUEST_LIFETIME, ApprovalPolicy.APPROVAL_LIFETIME);
  private final RunBook book = new RunBook(journal, new ApprovalDesk(approval), clock);
  private final CrashInspector inspector = new CrashInspector(new FakeTraces(), new NoPace());
  private final CopyOfARun copies = new CopyOfARun();
  private final LeftBehind leftBehind =
      new LeftBehind(
          book,
          journal,
          new RunEnder(
              new SchedulerConfig(
                  QuietPolicy.DEFAULT,
                  CandidatePolicy.DEFAULT,
                  approval,
                  Duration.ofMillis(500),
                  Duration.ofSeconds(2),
                  3,
                  Duration.ofMinutes(5),
                  CopyConfig.DEFAULT,
                  CopyLimits.DEFAULT),
              book,
              journal,
              new RunSizes(Sizes.ofTables(catalog), journal.experience(), table -> {}, clock),
              inspector,
              clock),
          inspector,
          copies.registry,
          copies,
          plan -> tidied(),
          clock);

  private @Nullable RuntimeException refusal;

  @BeforeEach
  void tables() {
    catalog.add(Descriptions.table(ORDERS, 200, 1000));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void whatIsNoTableMadeAnewIsBegunAgainOnceTheServerIsWhole() throws Exception {
    RunId run = run(ShrinkMethod.UNDO_TRUNCATE, RunState.RUNNING);

    leftBehind.inspectAll(WHY);

    assertThat(book.get(run).state()).isEqualTo(RunState.WAITING_FOR_QUIET);
    assertThat(book.get(run).reason()).isEqualTo(WHY + "; the server is whole");
  }

  @Test
  void aServerThatCannotBeMadeWholeKeepsNobodyFromAStartAndIsAskedAgain() throws Exception {
    RunId run = run(ShrinkMethod.UNDO_TRUNCATE, RunState.RUNNING);
    RunId copy = run(CARTS, ShrinkMethod.SHADOW_COPY, RunState.RUNNING);
    refusal = new TargetException("error 3655");
    leftBehind.inspectAll(WHY);
    leftBehind.inspectAll(WHY);
    assertThat(book.get(run).state()).isEqualTo(RunState.RUNNING);
    assertGoesOn(copy, WHY + "; it goes on from where it was");

    refusal = null;
    leftBehind.inspectAll(WHY);

    assertGoesOn(run, WHY + "; the server is whole");
  }

  @Test
  void whatNobodyHasBegunIsLeftAlone() throws Exception {
    RunId run = run(ShrinkMethod.SHADOW_COPY, RunState.WAITING_FOR_QUIET);

    leftBehind.inspectAll(WHY);

    assertThat(book.get(run).state()).isEqualTo(RunState.WAITING_FOR_QUIET);
    assertThat(book.get(run).reason()).doesNotContain(WHY);
  }

  @Test
  void ofARebuildThatWasOnlyCheckedNothingIsLeft() throws Exception {
    RunId run = run(ShrinkMethod.COPY_UNDER_HOLD, RunState.PREFLIGHT);

    leftBehind.inspectAll(WHY);

    assertEnded(run, RunState.ABORTED, WHY + "; nothing was begun");
  }

  @ParameterizedTest
  @EnumSource(names = {"RUNNING", "CUTTING_OVER", "VERIFYING"})
  void aRebuildIsLookedAtAndLeftToAPerson(RunState state) throws Exception {
    RunId run = run(ShrinkMethod.COPY_UNDER_HOLD, state);

    leftBehind.inspectAll(WHY);

    assertEnded(
        run,
        RunState.UNCERTAIN,
        WHY + "; the table is the old one, unchanged; nothing half-built is left");
  }

  @ParameterizedTest
  @EnumSource(names = {"PREFLIGHT", "RUNNING", "PAUSED", "YIELDING"})
  void aCopyGoesOnFromWhereItWas(RunState state) throws Exception {
    RunId run = run(ShrinkMethod.SHADOW_COPY, state);

    leftBehind.inspectAll(WHY);

    assertGoesOn(run, WHY + "; it goes on from where it was");
    assertThat(copies.settledSessions).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "CUTTING_OVER, SWAPPED, SUCCEEDED",
    "CUTTING_OVER, UNKNOWN, UNCERTAIN",
    "VERIFYING, SWAPPED, SUCCEEDED",
    "VERIFYING, UNKNOWN, UNCERTAIN",
    // Somebody may have put the old table back by hand.
    "VERIFYING, NOT_SWAPPED, UNCERTAIN"
  })
  void whetherACopyIsInPlaceShowsInTheTables(
      RunState state, Settled.Outcome found, RunState expected) throws Exception {
    RunId run = run(ShrinkMethod.SHADOW_COPY, state);
    copies.settled = new Settled(found, "that is how it is");

    leftBehind.inspectAll(WHY);

    assertEnded(run, expected, WHY + "; that is how it is");
    assertThat(copies.settledSessions).containsExactly(SESSION);
  }

  @Test
  void aCopyThatIsInPlaceIsReportedAsTheSame() throws Exception {
    RunId run = run(ShrinkMethod.SHADOW_COPY, RunState.CUTTING_OVER);
    copies.settled = new Settled(Settled.Outcome.SWAPPED, "swapped");

    leftBehind.inspectAll(WHY);

    Verification verification = journal.report(run).orElseThrow().verification();
    assertThat(verification.verdict()).isEqualTo(Verdict.SAME);
    assertThat(verification.rows()).isEqualTo(CopyOfARun.ROWS);
  }

  @Test
  void aCopyThatWasNotPutInPlaceGoesOn() throws Exception {
    RunId run = run(ShrinkMethod.SHADOW_COPY, RunState.CUTTING_OVER);
    copies.settled = new Settled(Settled.Outcome.NOT_SWAPPED, "the original is in its place");

    leftBehind.inspectAll(WHY);

    assertGoesOn(run, WHY + "; the original is in its place");
  }

  @Test
  void aServerThatIsAwayIsLookedAtWhenItIsBack() throws Exception {
    RunId run = run(ShrinkMethod.SHADOW_COPY, RunState.CUTTING_OVER);
    copies.settled = new Settled(Settled.Outcome.SWAPPED, "that is how it is");
    copies.away = new TargetException("target db:3306 does not answer");
    leftBehind.inspectAll(WHY);
    assertThat(book.get(run).state()).isEqualTo(RunState.CUTTING_OVER);

    copies.away = null;
    leftBehind.inspectAll(WHY);

    assertEnded(run, RunState.SUCCEEDED, WHY + "; that is how it is");
  }

  @Test
  void aCopyThatTheTargetDoesNotKnowIsLeftToAPerson() throws Exception {
    RunId run = run(ShrinkMethod.SHADOW_COPY, RunState.CUTTING_OVER);
    copies.registry.isKnown = false;

    leftBehind.inspectAll(WHY);

    assertEnded(
        run, RunState.UNCERTAIN, WHY + "; the registry in the target does not know its copy");
  }

  private String tidied() {
    if (refusal != null) {
      throw refusal;
    }
    return "the server is whole";
  }

  private RunId run(ShrinkMethod method, RunState state) {
    return run(ORDERS, method, state);
  }

  private RunId run(TableName table, ShrinkMethod method, RunState state) {
    RunId run = book.request(Plans.plan(table, method), "ann").id();
    book.move(run, RunState.WAITING_FOR_QUIET, "waiting");
    for (RunState each : wayTo(state)) {
      book.move(run, each, "at work");
    }
    journal.onStatement(run, SESSION);
    return run;
  }

  private static List<RunState> wayTo(RunState state) {
    return switch (state) {
      case PREFLIGHT -> List.of(RunState.PREFLIGHT);
      case RUNNING -> List.of(RunState.PREFLIGHT, RunState.RUNNING);
      case PAUSED, CUTTING_OVER, YIELDING -> List.of(RunState.PREFLIGHT, RunState.RUNNING, state);
      case VERIFYING -> List.of(RunState.PREFLIGHT, RunState.RUNNING, RunState.CUTTING_OVER, state);
      case WAITING_FOR_QUIET,
          PROPOSED,
          CHANGES_REQUESTED,
          APPROVED,
          SUCCEEDED,
          FAILED,
          ABORTED,
          UNCERTAIN,
          REJECTED,
          EXPIRED,
          REVOKED,
          STALE ->
          List.of();
    };
  }

  private void assertGoesOn(RunId id, String reason) {
    ShrinkRun run = book.get(id);
    assertThat(run.state()).isEqualTo(RunState.WAITING_FOR_QUIET);
    assertThat(run.reason()).isEqualTo(reason);
    assertThat(run.notBefore()).isEqualTo(NOW);
  }

  private void assertEnded(RunId id, RunState state, String reason) {
    ShrinkRun run = book.get(id);
    assertThat(run.state()).isEqualTo(state);
    assertThat(run.reason()).isEqualTo(reason);
  }
}
