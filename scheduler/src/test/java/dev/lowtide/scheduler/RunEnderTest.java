package dev.lowtide.scheduler;

import static dev.lowtide.scheduler.shrink.Plans.CARTS;
import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static dev.lowtide.scheduler.shrink.Plans.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.ActiveRun.StopCause;
import dev.lowtide.scheduler.approval.ApprovalDesk;
import dev.lowtide.scheduler.approval.ApprovalPolicy;
import dev.lowtide.scheduler.execute.AttemptResult;
import dev.lowtide.scheduler.execute.AttemptResult.Failed;
import dev.lowtide.scheduler.execute.AttemptResult.Rebuilt;
import dev.lowtide.scheduler.execute.AttemptResult.Refused;
import dev.lowtide.scheduler.execute.AttemptResult.Unknown;
import dev.lowtide.scheduler.execute.AttemptResult.Yielded;
import dev.lowtide.scheduler.execute.CrashInspector;
import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.journal.Store;
import dev.lowtide.scheduler.journal.Stores;
import dev.lowtide.scheduler.plan.CandidatePolicy;
import dev.lowtide.scheduler.plan.Descriptions;
import dev.lowtide.scheduler.plan.FakeCatalog;
import dev.lowtide.scheduler.plan.Sizes;
import dev.lowtide.scheduler.quiet.QuietPolicy;
import dev.lowtide.scheduler.shrink.AbortReason;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.Plans;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkReport;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import dev.lowtide.scheduler.shrink.SizeSample;
import dev.lowtide.scheduler.shrink.Verification;
import dev.lowtide.scheduler.shrink.Verification.Verdict;
import dev.lowtide.scheduler.shrink.WaitsCaused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RunEnderTest {

  private static final int ATTEMPTS_MAX = 3;
  private static final Duration RETRY_AFTER = Duration.ofMinutes(5);
  private static final ByteSize BEFORE = ByteSize.ofMebibytes(210);
  private static final WaitsCaused WAITS =
      new WaitsCaused(2, 0, Duration.ofMillis(480), Duration.ofMillis(90));
  private static final AttemptResult YIELDED =
      new Yielded(AbortReason.CLIENT_WAITED, "a client has waited", WAITS);

  private final SettableClock clock = new SettableClock(NOW);
  private final Store store = Stores.inMemory();
  private final Journal journal = new Journal(store);
  private final FakeCatalog catalog = new FakeCatalog();
  private final List<TableName> rebuilt = new ArrayList<>();
  private final ApprovalPolicy approval =
      new ApprovalPolicy(true, ApprovalPolicy.REQUEST_LIFETIME, ApprovalPolicy.APPROVAL_LIFETIME);
  private final RunBook book = new RunBook(journal, new ApprovalDesk(approval), clock);
  private final RunSizes sizes =
      new RunSizes(Sizes.ofTables(catalog), journal.experience(), rebuilt::add, clock);
  private final RunEnder ender =
      new RunEnder(
          new SchedulerConfig(
              QuietPolicy.DEFAULT,
              CandidatePolicy.DEFAULT,
              approval,
              Duration.ofMillis(500),
              Duration.ofSeconds(2),
              ATTEMPTS_MAX,
              RETRY_AFTER,
              CopyConfig.DEFAULT,
              CopyLimits.DEFAULT),
          book,
          journal,
          sizes,
          new CrashInspector(new FakeTraces(), new NoPace()),
          clock);

  private final RunId id = book.request(Plans.plan(), "ann").id();
  private final ActiveRun active = new ActiveRun(id, book, journal, Duration.ofMillis(20));

  @AfterEach
  void close() {
    store.close();
  }

  @ParameterizedTest
  @CsvSource({"1, 5", "2, 10"})
  void aRunThatYieldedWaitsTwiceAsLongEachTime(int attempts, int minutes) {
    begin(attempts, RunState.RUNNING, RunState.YIELDING);

    ender.onResult(active, YIELDED, BEFORE);

    ShrinkRun run = book.get(id);
    assertThat(run.state()).isEqualTo(RunState.WAITING_FOR_QUIET);
    assertThat(run.reason()).isEqualTo("a client has waited");
    assertThat(run.notBefore()).isEqualTo(NOW.plus(Duration.ofMinutes(minutes)));
    assertThat(journal.report(id)).isEmpty();
  }

  @Test
  void aRunThatYieldedForTheLastTimeIsGivenUp() {
    begin(ATTEMPTS_MAX, RunState.RUNNING, RunState.YIELDING);

    ender.onResult(active, YIELDED, BEFORE);

    ShrinkRun run = book.get(id);
    assertThat(run.state()).isEqualTo(RunState.ABORTED);
    assertThat(run.reason()).isEqualTo("given up after 3 attempts: a client has waited");
    assertThat(report().waits()).isEqualTo(WAITS);
    assertThat(report().verification()).isEqualTo(Verification.NOT_DONE);
  }

  @Test
  void whatWasRefusedBeforeItBeganIsTriedAgain() {
    begin(1);

    ender.onResult(
        active, new Refused(List.of(CheckResult.refusedForNow("disk", "1 B is free"))), BEFORE);

    assertThat(book.get(id).state()).isEqualTo(RunState.WAITING_FOR_QUIET);
    assertThat(book.get(id).reason()).isEqualTo("1 B is free");
    assertThat(journal.steps(id))
        .extracting(step -> step.state())
        .endsWith(RunState.PREFLIGHT, RunState.YIELDING, RunState.WAITING_FOR_QUIET);
  }

  /** Else an undo tablespace would stay inactive for good. */
  @Test
  void aRunThatMayHaveLeftUndoTablespacesInactiveIsNotOverBeforeTheyAreActive() {
    RunId undo = undoRun(1);
    ActiveRun attempt = new ActiveRun(undo, book, journal, Duration.ZERO);

    ender.onResult(attempt, new Unknown("the server is away", WaitsCaused.NONE), BEFORE);
    ender.onFault(attempt, new IllegalStateException("interrupted"), BEFORE);

    assertThat(book.get(undo).state()).isEqualTo(RunState.RUNNING);
    ender.onWhole(book.get(undo), "all are active");
    assertThat(book.get(undo).state()).isEqualTo(RunState.WAITING_FOR_QUIET);
  }

  @Test
  void whatAPersonStoppedEndsWhenTheServerIsWhole() {
    RunId undo = undoRun(1);
    ActiveRun attempt = new ActiveRun(undo, book, journal, Duration.ZERO);
    attempt.stop(StopCause.PERSON, "carl");
    ender.onResult(attempt, new Unknown("the server is away", WaitsCaused.NONE), BEFORE);

    ender.onWhole(book.get(undo), "all are active");

    assertThat(book.get(undo).state()).isEqualTo(RunState.ABORTED);
    assertThat(book.get(undo).reason()).isEqualTo("stopped by carl; all are active");
  }

  @Test
  void whatIsMadeWholeAfterTheLastAttemptIsGivenUp() {
    RunId undo = undoRun(ATTEMPTS_MAX);

    ender.onWhole(book.get(undo), "all are active");

    assertThat(book.get(undo).state()).isEqualTo(RunState.ABORTED);
    assertThat(book.get(undo).reason()).isEqualTo("given up after 3 attempts: all are active");
  }

  @Test
  void aRunThatAPersonStoppedIsOver() {
    begin(1, RunState.RUNNING, RunState.YIELDING);
    active.stop(StopCause.PERSON, "carl");

    ender.onResult(active, new Yielded(AbortReason.ASKED, "asked to stop", WAITS), BEFORE);

    assertThat(book.get(id).state()).isEqualTo(RunState.ABORTED);
    assertThat(book.get(id).reason()).isEqualTo("stopped by carl");
    assertThat(journal.audit().get(0).by()).isEqualTo("carl");
    assertThat(report().outcome()).isEqualTo(RunState.ABORTED);
  }

  @ParameterizedTest
  @EnumSource(names = {"CALENDAR", "SHUTDOWN", "HELD"})
  void aRunThatNobodyMeantGoesOnLater(StopCause cause) {
    begin(ATTEMPTS_MAX, RunState.RUNNING, RunState.YIELDING);
    active.stop(cause, "ann");

    ender.onResult(active, new Yielded(AbortReason.ASKED, "asked to stop", WAITS), BEFORE);

    assertThat(book.get(id).state()).isEqualTo(RunState.WAITING_FOR_QUIET);
    assertThat(book.get(id).notBefore()).isEqualTo(NOW);
  }

  /** A copy may take more nights than there are attempts. */
  @ParameterizedTest
  @EnumSource(names = {"CALENDAR", "SHUTDOWN", "HELD"})
  void anAttemptThatNothingOfItsOwnHasEndedIsNotCounted(StopCause cause) {
    for (int night = 1; night <= 2 * ATTEMPTS_MAX; night++) {
      attempt(RunState.RUNNING, RunState.YIELDING);
      ActiveRun ofThisNight = new ActiveRun(id, book, journal, Duration.ZERO);
      ofThisNight.stop(cause, "ann");
      ender.onResult(ofThisNight, new Yielded(AbortReason.ASKED, "asked to stop", WAITS), BEFORE);
    }
    attempt(RunState.RUNNING, RunState.YIELDING);

    ender.onResult(active, YIELDED, BEFORE);

    assertThat(book.get(id).state()).isEqualTo(RunState.WAITING_FOR_QUIET);
    assertThat(book.get(id).attempts()).isEqualTo(1);
    assertThat(book.get(id).notBefore()).isEqualTo(NOW.plus(RETRY_AFTER));
  }

  @Test
  void whatIsMadeWholeAfterAnAttemptThatIsNotCountedGoesOn() {
    RunId undo = undoRun(ATTEMPTS_MAX);
    ActiveRun attempt = new ActiveRun(undo, book, journal, Duration.ZERO);
    attempt.stop(StopCause.SHUTDOWN, RunBook.LOWTIDE);
    ender.onResult(attempt, new Unknown("the server is away", WaitsCaused.NONE), BEFORE);

    ender.onWhole(book.get(undo), "all are active");

    assertThat(book.get(undo).state()).isEqualTo(RunState.WAITING_FOR_QUIET);
    assertThat(book.get(undo).attempts()).isEqualTo(ATTEMPTS_MAX - 1);
  }

  @Test
  void aTableThatIsTheSameIsASuccess() {
    begin(1, RunState.RUNNING, RunState.CUTTING_OVER, RunState.VERIFYING);
    Verification same = new Verification(Verdict.SAME, 1000, "1000 rows are the same");
    catalog.add(Descriptions.table(ORDERS, 30, 1000));
    active.onStatements(Duration.ofMillis(35));

    ender.onResult(active, new Rebuilt(same, WAITS), BEFORE);

    assertThat(book.get(id).state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(rebuilt).containsExactly(ORDERS);
    ShrinkReport report = report();
    assertThat(report.fileSizeBefore()).isEqualTo(BEFORE);
    assertThat(report.fileSizeAfter()).isEqualTo(ByteSize.ofMebibytes(30));
    assertThat(report.verification()).isEqualTo(same);
    assertThat(report.waits()).isEqualTo(WAITS);
    assertThat(report.worstStatementBefore()).isEqualTo(Duration.ofMillis(20));
    assertThat(report.worstStatementDuring()).isEqualTo(Duration.ofMillis(480));
    assertThat(report.history()).isEqualTo(journal.steps(id));
  }

  /** What a rebuild leaves is what was alive, before and after. */
  @Test
  void whatTheTableOccupiedBeforeAndAfterIsKept() {
    begin(1, RunState.RUNNING, RunState.CUTTING_OVER, RunState.VERIFYING);
    Verification same = new Verification(Verification.Verdict.SAME, 1000, "the same");

    ender.onResult(active, new Rebuilt(same, WAITS), BEFORE);

    ByteSize after = report().fileSizeAfter();
    assertThat(journal.experience().samples(Plans.ORDERS))
        .containsExactly(
            new SizeSample(NOW, after, after), new SizeSample(NOW.minusMillis(1), BEFORE, after));
    assertThat(report().accuracy()).startsWith("estimated 70.0 MiB, was ");
  }

  @Test
  void aTableThatDiffersIsAFailure() {
    begin(1, RunState.RUNNING, RunState.CUTTING_OVER, RunState.VERIFYING);
    Verification different = new Verification(Verdict.DIFFERENT, 999, "DIFFERENT: rows");

    ender.onResult(active, new Rebuilt(different, WAITS), BEFORE);

    assertThat(book.get(id).state()).isEqualTo(RunState.FAILED);
    assertThat(report().verification()).isEqualTo(different);
  }

  @Test
  void aTableThatCouldNotBeComparedIsUncertain() {
    begin(1, RunState.RUNNING, RunState.CUTTING_OVER, RunState.VERIFYING);

    ender.onResult(active, new Rebuilt(Verification.unproven("made way"), WAITS), BEFORE);

    assertThat(book.get(id).state()).isEqualTo(RunState.UNCERTAIN);
    assertThat(book.get(id).isInTheWay()).isTrue();
  }

  @Test
  void aTableThatWasSwappedAlthoughKilledIsUncertain() {
    begin(1, RunState.RUNNING, RunState.CUTTING_OVER, RunState.YIELDING);

    ender.onResult(active, new Rebuilt(Verification.unproven("too late"), WAITS), BEFORE);

    assertThat(book.get(id).state()).isEqualTo(RunState.UNCERTAIN);
  }

  @Test
  void whatTheServerRefusedIsNotTriedAgain() {
    begin(1, RunState.RUNNING, RunState.YIELDING);

    ender.onResult(active, new Failed("the server says: The table is full", WAITS), BEFORE);

    assertThat(book.get(id).state()).isEqualTo(RunState.FAILED);
    assertThat(report().reason()).isEqualTo("the server says: The table is full");
  }

  @Test
  void whatNoWaitingWillCureIsNotTriedAgain() {
    begin(1);

    ender.onResult(
        active, new Refused(List.of(CheckResult.refused("replicas", "2 replicas"))), BEFORE);

    assertThat(book.get(id).state()).isEqualTo(RunState.ABORTED);
    assertThat(report().reason()).isEqualTo("2 replicas");
  }

  @Test
  void anUnknownOutcomeIsUncertain() {
    begin(1, RunState.RUNNING, RunState.YIELDING);

    ender.onResult(active, new Unknown("link failure", WAITS), BEFORE);

    assertThat(book.get(id).state()).isEqualTo(RunState.UNCERTAIN);
    assertThat(book.get(id).reason())
        .isEqualTo("link failure; the table is the old one, unchanged; nothing half-built is left");
    assertThat(report().waits()).isEqualTo(WAITS);
  }

  @Test
  void anUnknownCutOverIsLeftToWhoLooksAtTheTables() {
    RunId copied = book.request(Plans.plan(CARTS, ShrinkMethod.SHADOW_COPY), "ann").id();
    book.move(copied, RunState.WAITING_FOR_QUIET, "waiting");
    for (RunState each : List.of(RunState.PREFLIGHT, RunState.RUNNING, RunState.CUTTING_OVER)) {
      book.move(copied, each, "on its way");
    }

    ender.onResult(
        new ActiveRun(copied, book, journal, Duration.ZERO),
        new Unknown("link failure", WAITS),
        BEFORE);

    assertThat(book.get(copied).state()).isEqualTo(RunState.CUTTING_OVER);
    assertThat(book.get(copied).waits()).isEqualTo(WAITS);
    assertThat(journal.report(copied)).isEmpty();
  }

  @Test
  void theReportOfAnUnknownOutcomeDoesNotClaimThatNothingWasRebuilt() {
    begin(1, RunState.RUNNING, RunState.YIELDING);

    ender.onResult(active, new Unknown("link failure", WAITS), BEFORE);

    assertThat(report().verification().verdict()).isEqualTo(Verdict.UNPROVEN);
  }

  @ParameterizedTest
  @EnumSource(names = {"RUNNING", "CUTTING_OVER", "VERIFYING"})
  void aFaultAtWorkIsUncertain(RunState state) {
    beginTo(state);

    ender.onFault(active, new IllegalStateException("oops"), BEFORE);

    assertThat(book.get(id).state()).isEqualTo(RunState.UNCERTAIN);
    assertThat(book.get(id).reason())
        .isEqualTo("a fault of ours: java.lang.IllegalStateException: oops");
    assertThat(report().outcome()).isEqualTo(RunState.UNCERTAIN);
  }

  @Test
  void theReportOfAFaultAtWorkDoesNotClaimThatNothingWasRebuilt() {
    beginTo(RunState.VERIFYING);

    ender.onFault(active, new IllegalStateException("oops"), BEFORE);

    assertThat(report().verification().verdict()).isEqualTo(Verdict.UNPROVEN);
  }

  @Test
  void aFaultBeforeAnythingWasBegunIsAFailure() {
    begin(1);

    ender.onFault(active, new IllegalStateException("oops"), BEFORE);

    assertThat(book.get(id).state()).isEqualTo(RunState.FAILED);
    assertThat(report().verification()).isEqualTo(Verification.NOT_DONE);
  }

  @Test
  void whatTheLastProcessLeftBehindIsUncertain() {
    beginTo(RunState.CUTTING_OVER);

    ender.onInspected(book.get(id), "Lowtide ended in the middle; the table is the old one");

    assertThat(book.get(id).state()).isEqualTo(RunState.UNCERTAIN);
    assertThat(book.get(id).reason())
        .isEqualTo("Lowtide ended in the middle; the table is the old one");
    assertThat(report().verification().verdict()).isEqualTo(Verdict.UNPROVEN);
    assertThat(report().fileSizeBefore()).isEqualTo(ByteSize.ofMebibytes(100));
  }

  private void begin(int attempts, RunState... states) {
    for (int i = 1; i < attempts; i++) {
      book.begin(id);
    }
    attempt(states);
  }

  private void attempt(RunState... states) {
    if (book.get(id).state() == RunState.APPROVED) {
      book.move(id, RunState.WAITING_FOR_QUIET, "waiting");
    }
    book.begin(id);
    book.move(id, RunState.PREFLIGHT, "checking");
    for (RunState state : states) {
      book.move(id, state, "on its way");
    }
  }

  private void beginTo(RunState state) {
    List<RunState> way = List.of(RunState.RUNNING, RunState.CUTTING_OVER, RunState.VERIFYING);
    begin(1, way.subList(0, way.indexOf(state) + 1).toArray(RunState[]::new));
  }

  private ShrinkReport report() {
    return journal.report(id).orElseThrow();
  }

  private RunId undoRun(int attempts) {
    RunId undo = book.request(Plans.plan(CARTS, ShrinkMethod.UNDO_TRUNCATE), "ann").id();
    book.move(undo, RunState.WAITING_FOR_QUIET, "waiting");
    for (int i = 0; i < attempts; i++) {
      book.begin(undo);
    }
    book.move(undo, RunState.PREFLIGHT, "checking");
    book.move(undo, RunState.RUNNING, "at work");
    return undo;
  }
}
