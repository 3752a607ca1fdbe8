package dev.lowtide.scheduler;

import static dev.lowtide.scheduler.shrink.Plans.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.CopyPhase;
import dev.lowtide.scheduler.operator.AuditEntry;
import dev.lowtide.scheduler.operator.HeldView;
import dev.lowtide.scheduler.operator.OldTableView;
import dev.lowtide.scheduler.operator.OperatorException;
import dev.lowtide.scheduler.operator.OperatorException.Kind;
import dev.lowtide.scheduler.operator.ProgressView;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Plans;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What may be decided about a copy at work, and about what is left of one. */
class CopyDeskTest extends OperatorDeskScenario {

  @Test
  void copyAtWorkIsPausedAndResumed() {
    CopyWatch copy = copying();
    RunId run = new RunId(1);

    operator.pause(run, "ann");

    assertThat(copy.isPaused()).isTrue();
    assertThat(progress(run).pausedBy()).isEqualTo("ann");
    assertThat(operator.audit().get(0))
        .extracting(AuditEntry::by, AuditEntry::action, AuditEntry::text)
        .containsExactly("ann", "pause", "run 1");

    operator.resume(run, "bob");

    assertThat(copy.isPaused()).isFalse();
    assertThat(resumed).isEqualTo(1);
    assertThat(operator.audit().get(0))
        .extracting(AuditEntry::by, AuditEntry::action, AuditEntry::text)
        .containsExactly("bob", "resume", "run 1");
  }

  @Test
  void copyThatStandsStillByItselfCanBePausedToo() {
    CopyWatch copy = copying();
    book.move(new RunId(1), RunState.PAUSED, "threads running: 40");

    operator.pause(new RunId(1), "ann");

    assertThat(copy.isPaused()).isTrue();
  }

  @Test
  void copyThatRestsByItselfGoesOnWhenAPersonSaysSo() {
    CopyWatch copy = copying();
    copy.onStandstill("it rests for another 600 s after 3 standstills");

    operator.resume(new RunId(1), "ann");

    assertThat(resumed).isEqualTo(1);
    assertThat(operator.audit().get(0))
        .extracting(AuditEntry::by, AuditEntry::action, AuditEntry::text)
        .containsExactly("ann", "resume", "run 1");
  }

  @Test
  void whatIsPausedIsNotPausedAgainNorResumedTwice() {
    copying();
    RunId run = new RunId(1);
    assertThat(no(() -> operator.resume(run, "ann")))
        .hasMessage("run 1 was not paused by anybody, and does not stand still");
    operator.pause(run, "ann");

    OperatorException no = no(() -> operator.pause(run, "bob"));

    assertThat(no.kind()).isEqualTo(Kind.REFUSED);
    assertThat(no).hasMessage("run 1 was paused by ann already");
    assertThat(progress(run).pausedBy()).isEqualTo("ann");
  }

  @Test
  void whatIsNoCopyAtWorkCannotStandStill() {
    RunId run = waiting();
    assertThat(no(() -> operator.pause(run, "ann")))
        .hasMessage("run 1 is WAITING_FOR_QUIET (expected: a copy at work)");
    book.move(run, RunState.PREFLIGHT, "checking");
    book.move(run, RunState.RUNNING, "rebuilding");
    atWork = new ActiveRun(run, book, journal, Duration.ZERO);

    assertThat(no(() -> operator.pause(run, "ann")))
        .hasMessage("run 1 rebuilds its table in one go and cannot stand still");
    assertThat(no(() -> operator.resume(new RunId(99), "ann"))).hasMessage("run 99 does not exist");
    assertThat(operator.run(run).progress()).isNull();
  }

  @Test
  void copyThatAnotherProcessLeftIsNotAtWork() {
    copying();
    atWork = null;

    assertThat(no(() -> operator.pause(new RunId(1), "ann")))
        .hasMessage("run 1 is RUNNING (expected: a copy at work)");
  }

  @Test
  void progressIsWhatTheCopySaid() {
    CopyWatch copy = copying();
    copy.onCopied(250, 4096);
    copy.onCompared(100);
    copy.onStandstill("threads running: 40");
    copy.onBehind(Duration.ofSeconds(2));
    copy.onPhase(CopyPhase.SWAPPING, "");
    copy.onPhase(CopyPhase.FOLLOWING, "the lock was not granted");
    copy.onPhase(CopyPhase.SWAPPING, "");

    ProgressView progress = progress(new RunId(1));

    assertThat(progress)
        .isEqualTo(
            new ProgressView(
                "cutting over",
                250,
                1000,
                new ByteSize(4096),
                100,
                "threads running: 40",
                "",
                2,
                Duration.ofSeconds(2)));
    assertThat(progress.percentCopied()).isEqualTo(25);
    assertThat(progress.percentCompared()).isEqualTo(40);
    assertThat(operator.run(new RunId(1)).copied()).isEqualTo(new ByteSize(4096));
  }

  @Test
  void percentIsNoEndBeforeTheEnd() {
    CopyWatch copy = copying();
    copy.onCopied(5000, 1);
    copy.onCompared(5000);

    assertThat(progress(new RunId(1)).percentCopied()).isEqualTo(99);
    assertThat(progress(new RunId(1)).percentCompared()).isEqualTo(99);
  }

  @Test
  void copyIsAskedToStopWithItsRun() {
    CopyWatch copy = copying();
    assertThat(copy.isStopRequested()).isFalse();

    active().stop(ActiveRun.StopCause.PERSON, "ann");

    assertThat(copy.isStopRequested()).isTrue();
  }

  @Test
  void withoutAnOldTableNothingIsRevertedOrDropped() {
    RunId run = operator.request(ORDERS, "ann").id();

    assertThat(no(() -> operator.revert(run, "ann")))
        .hasMessage("run 1 keeps no old table in step");
    assertThat(no(() -> operator.dropOld(run, "ann"))).hasMessage("run 1 keeps no old table");
    assertThat(no(() -> operator.revert(run, "ann")).kind()).isEqualTo(Kind.REFUSED);
    assertThat(operator.kept()).isEmpty();
  }

  @Test
  void oldTableInStepIsReverted() {
    RunId run = operator.request(ORDERS, "ann").id();
    kept.add(old(run, 2, true));

    operator.revert(run, "bob");

    assertThat(reverted).containsExactly("revert 1 by bob");
    assertThat(operator.audit().get(0).action()).isEqualTo("revert");
  }

  @Test
  void whileARunIsAtWorkNothingIsReverted() {
    copying();
    kept.add(old(new RunId(1), 2, true));

    assertThat(no(() -> operator.revert(new RunId(1), "bob")))
        .hasMessage("run 1 is at work (expected: none, or one that has been aborted)");
    assertThat(reverted).isEmpty();
  }

  @Test
  void whileEverythingIsHeldNothingIsRevertedOrDropped() {
    RunId run = operator.request(ORDERS, "ann").id();
    kept.add(old(run, 2, true));
    held = new HeldView("eve", clock.instant(), "pager");
    String words =
        "everything is held by eve since "
            + clock.instant()
            + ": pager (expected: somebody lets things go on first)";

    assertThat(no(() -> operator.revert(run, "bob"))).hasMessage(words);
    assertThat(no(() -> operator.dropOld(run, "bob"))).hasMessage(words);
    assertThat(no(() -> operator.dropOld(run, "bob")).kind()).isEqualTo(Kind.REFUSED);
    assertThat(reverted).isEmpty();
    held = null;

    operator.dropOld(run, "bob");

    assertThat(reverted).containsExactly("drop 1 by bob");
  }

  @Test
  void oldTableThatIsNotInStepIsOnlyDropped() {
    RunId run = operator.request(ORDERS, "ann").id();
    kept.add(old(run, 2, false));
    assertThat(no(() -> operator.revert(run, "bob")))
        .hasMessage("run 1 keeps no old table in step: t was renamed");

    operator.dropOld(run, "bob");

    assertThat(reverted).containsExactly("drop 1 by bob");
    assertThat(lastLineAtDrop).isEqualTo("drop old table");
    assertThat(operator.audit()).filteredOn("action", "drop old table").hasSize(1);
  }

  @Test
  void aDropThatWasNotDoneIsWrittenDownToo() {
    RunId run = operator.request(ORDERS, "ann").id();
    kept.add(old(run, 2, false));
    dropRefusal = "another Lowtide is dropping old tables";

    assertThat(no(() -> operator.dropOld(run, "bob"))).hasMessage(dropRefusal);

    assertThat(operator.audit())
        .filteredOn("action", "drop old table")
        .extracting(AuditEntry::text)
        .containsExactly("run 1: another Lowtide is dropping old tables", "run 1");
  }

  @Test
  void oldTablesThatAreDroppedFirstComeFirst() {
    kept.add(old(new RunId(8), 9, true));
    kept.add(old(new RunId(9), 1, true));

    assertThat(operator.kept())
        .extracting(OldTableView::run)
        .containsExactly(new RunId(9), new RunId(8));
  }

  private OldTableView old(RunId run, int hours, boolean isInStep) {
    return new OldTableView(
        run,
        ORDERS,
        new TableName("lowtide_old", run + "_orders"),
        new ByteSize(1),
        clock.instant().plus(Duration.ofHours(hours)),
        isInStep ? "" : "t was renamed");
  }

  /** Run 1 is a copy at work. */
  private CopyWatch copying() {
    ShrinkPlan rebuild = Plans.plan();
    ShrinkPlan plan =
        new ShrinkPlan(
            ORDERS,
            ShrinkMethod.SHADOW_COPY,
            rebuild.statements(),
            rebuild.reasons(),
            rebuild.facts(),
            rebuild.estimate(),
            rebuild.clientWaitMax(),
            rebuild.madeAt());
    RunId run = book.request(plan, "ann").id();
    book.approve(run, "bob");
    book.move(run, RunState.WAITING_FOR_QUIET, "waiting until it is quiet");
    book.move(run, RunState.PREFLIGHT, "checking");
    book.move(run, RunState.RUNNING, "copying");
    atWork = new ActiveRun(run, book, journal, Duration.ZERO);
    active().copy().onPhase(CopyPhase.COPYING, "");
    return active().copy();
  }

  private ActiveRun active() {
    ActiveRun active = atWork;
    assertThat(active).isNotNull();
    return Objects.requireNonNull(active);
  }

  private ProgressView progress(RunId run) {
    return Objects.requireNonNull(operator.run(run).progress());
  }
}
