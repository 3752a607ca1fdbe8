package dev.lowtide.scheduler;

import static dev.lowtide.scheduler.shrink.Plans.CARTS;
import static dev.lowtide.scheduler.shrink.Plans.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.TransactionState;
import dev.lowtide.scheduler.load.ServerLoads;
import dev.lowtide.scheduler.load.SessionSnapshots;
import dev.lowtide.scheduler.operator.ConditionView;
import dev.lowtide.scheduler.operator.NowView;
import dev.lowtide.scheduler.operator.SessionView;
import dev.lowtide.scheduler.quiet.QuietPolicy;
import dev.lowtide.scheduler.shrink.Plans;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.Subject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperatorDeskTest extends OperatorDeskScenario {

  @Test
  void isBlindBeforeTheFirstLook() {
    NowView now = operator.now();

    assertThat(now.verdict()).isEqualTo("blind");
    assertThat(now.reasons()).containsExactly("nothing has been observed yet, for 0 s");
    assertThat(now.threadsRunning()).isEqualTo(-1);
  }

  @Test
  void saysWhyItIsBusy() throws InterruptedException {
    probe.load = ServerLoads.of(9, List.of(), 1);
    sessions = List.of(SessionSnapshots.idle(3), SessionSnapshots.inCommand(4, Footprint.NONE));
    observer.observe();

    NowView now = operator.now();

    assertThat(now.verdict()).isEqualTo("busy");
    assertThat(now.reasons())
        .containsExactly(
            "threads running on the server: 9 (quiet: at most 3), for 0 s",
            "prepared XA transactions: 1 (quiet: at most 0), for 0 s");
    assertThat(now.sessions()).isEqualTo(2);
    assertThat(now.commandsInFlight()).isEqualTo(1);
    assertThat(now.threadsRunning()).isEqualTo(9);
  }

  @Test
  void showsHowEveryConditionStandsAndSinceWhen() throws InterruptedException {
    probe.load = ServerLoads.running(9);
    observer.observe();
    nanos += Duration.ofSeconds(41).toNanos();
    observer.observe();

    assertThat(operator.now().conditions())
        .contains(
            new ConditionView(
                "sight", "proxy and server answer", "proxy and server answer", 41, true, false),
            new ConditionView("threads running on the server", "9", "at most 3", 41, false, false),
            new ConditionView("prepared XA transactions", "0", "at most 0", 41, true, false));
  }

  @Test
  void isQuietWithoutReasons() throws InterruptedException {
    observer.observe();
    nanos += QuietPolicy.DEFAULT.quietFor().toNanos();
    observer.observe();

    assertThat(operator.now().verdict()).isEqualTo("quiet");
    assertThat(operator.now().reasons()).isEmpty();
  }

  @Test
  void showsWhatASessionHasOpen() {
    sessions =
        List.of(
            SessionSnapshots.inTransaction(
                3,
                TransactionState.ACTIVE,
                nanos - Duration.ofSeconds(7).toNanos(),
                Footprint.of(ORDERS, Access.WRITE).plus(Footprint.of(CARTS, Access.READ))));

    assertThat(operator.sessions())
        .extracting(
            SessionView::serverThreadId,
            SessionView::command,
            SessionView::commandFor,
            SessionView::transaction,
            SessionView::transactionFor,
            SessionView::tables)
        .containsExactly(
            tuple(
                3L,
                "",
                null,
                "ACTIVE",
                Duration.ofSeconds(7),
                List.of("shop.carts r", "shop.orders w")));
  }

  @Test
  void showsWhatASessionIsDoing() {
    nanos = Duration.ofSeconds(2).toNanos();
    sessions = List.of(SessionSnapshots.inCommand(3, Footprint.NONE));

    assertThat(operator.sessions())
        .extracting(SessionView::command, SessionView::commandFor, SessionView::transactionFor)
        .containsExactly(tuple("UPDATE orders SET a = ?", Duration.ofSeconds(2), null));
  }

  /** What is asked for need not be about a table. */
  @Test
  void aNightHasRoomForWhatIsNoTable() {
    ShrinkPlan plan = Plans.plan();
    Subject undo = Subject.parse("undo:*");
    book.request(
        new ShrinkPlan(
            undo,
            ShrinkMethod.UNDO_TRUNCATE,
            plan.statements(),
            plan.reasons(),
            plan.facts(),
            plan.estimate(),
            plan.clientWaitMax(),
            plan.madeAt()),
        "ann");

    assertThat(operator.night(Duration.ofHours(6)).left())
        .extracting(left -> left.task().subject())
        .containsExactly("undo:*");
  }
}
