package dev.lowtide.scheduler;

import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static dev.lowtide.scheduler.shrink.Plans.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.lowtide.scheduler.calendar.Freeze;
import dev.lowtide.scheduler.calendar.MaintenanceWindow;
import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.journal.Store;
import dev.lowtide.scheduler.journal.Stores;
import dev.lowtide.scheduler.operator.AuditEntry;
import dev.lowtide.scheduler.operator.OperatorException;
import dev.lowtide.scheduler.shrink.Plans;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CalendarDeskTest {

  private final SettableClock clock = new SettableClock(NOW);
  private final Store store = Stores.inMemory();
  private final Journal journal = new Journal(store);
  private final CalendarDesk desk = new CalendarDesk(journal.calendar(), clock);

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void whatPeopleSetIsThereForTheNextProcess() {
    MaintenanceWindow window = desk.add(window(1), "eve");
    Freeze freeze = desk.add(new Freeze(0, "sale", NOW, NOW.plusSeconds(60)), "eve");

    CalendarDesk next = new CalendarDesk(journal.calendar(), clock);

    assertThat(next.calendar().windows()).containsExactly(window);
    assertThat(next.calendar().freezes()).containsExactly(freeze);
  }

  @Test
  void whoSetAndRemovedWhatIsWrittenDown() {
    long window = desk.add(window(1), "eve").id();
    long freeze = desk.add(new Freeze(0, "sale", NOW, NOW.plusSeconds(60)), "eve").id();
    desk.removeWindow(window, "adam");
    desk.removeFreeze(freeze, "adam");

    assertThat(journal.audit())
        .extracting(AuditEntry::by, AuditEntry::action)
        .containsExactly(
            tuple("adam", "remove freeze"),
            tuple("adam", "remove window"),
            tuple("eve", "set freeze"),
            tuple("eve", "set window"));
    assertThat(journal.audit().get(3).text())
        .isEqualTo(
            "'nights': MONDAY,TUESDAY,WEDNESDAY,THURSDAY,FRIDAY,SATURDAY,SUNDAY %s to %s Z"
                .formatted(window(1).from(), window(1).to()));
  }

  @Test
  void whatIsNotThereCannotBeRemoved() {
    assertThatThrownBy(() -> desk.removeWindow(7, "eve"))
        .isInstanceOf(OperatorException.class)
        .hasMessage("window 7 does not exist");
    assertThatThrownBy(() -> desk.removeFreeze(7, "eve")).hasMessage("freeze 7 does not exist");
  }

  @Test
  void aFreezeThatIsOverIsRefused() {
    assertThatThrownBy(() -> desk.add(new Freeze(0, "past", NOW.minusSeconds(60), NOW), "eve"))
        .hasMessage("to: " + NOW + " (expected: in the future)");
  }

  @Test
  void aCopyMayBeginInAWindowThatIsShorterThanItself() {
    desk.add(window(1), "eve");

    assertThat(desk.whyNot(run(ShrinkMethod.SHADOW_COPY))).isEmpty();
  }

  @Test
  void whatCannotBeBrokenOffHasToFit() {
    desk.add(window(1), "eve");
    ShrinkRun run = run(ShrinkMethod.COPY_UNDER_HOLD);
    assertThat(desk.whyNot(run)).isEmpty();
    Duration needed = run.plan().estimate().cutOver();

    clock.advance(Duration.ofHours(1).minus(needed).plusMillis(1));
    assertThat(desk.whyNot(run))
        .startsWith("window 'nights' is open until ")
        .contains("needs about");
  }

  @Test
  void aCopyAtWorkIsBrokenOffWhenItsWindowCloses() {
    desk.add(window(1), "eve");
    ShrinkRun run = run(ShrinkMethod.SHADOW_COPY);
    ShrinkRun copying = at(run, RunState.RUNNING);
    ShrinkRun cuttingOver = at(copying, RunState.CUTTING_OVER);

    assertThat(desk.isOverFor(copying)).isFalse();
    clock.advance(Duration.ofHours(1));
    assertThat(desk.isOverFor(copying)).isTrue();
    assertThat(desk.isOverFor(cuttingOver)).isFalse();
  }

  @Test
  void aRunThatAskedForAWindowWaitsForThatOne() {
    desk.add(window(1), "eve");
    ShrinkRun other =
        journal.insert(
            Plans.plan(ORDERS, ShrinkMethod.SHADOW_COPY).inWindow("weekend"), "ann", NOW);

    assertThat(desk.hasWindowOf(other)).isFalse();
    assertThat(desk.whyNot(other)).isEqualTo("window 'weekend' is no more");
    assertThat(desk.isOverFor(at(other, RunState.RUNNING))).isTrue();
    assertThat(desk.known("nights")).isEqualTo("nights");
    assertThatThrownBy(() -> desk.known("weekend"))
        .hasMessage("window: 'weekend' (expected: one of [nights], or none)");
  }

  private ShrinkRun run(ShrinkMethod method) {
    return journal.insert(Plans.plan(ORDERS, method), "ann", NOW);
  }

  private static ShrinkRun at(ShrinkRun run, RunState state) {
    return new ShrinkRun(
        run.id(),
        run.plan(),
        state,
        run.requestedBy(),
        run.requestedAt(),
        run.approval(),
        1,
        run.notBefore(),
        "",
        NOW,
        run.waits(),
        false);
  }

  /** From now on. */
  private static MaintenanceWindow window(int hours) {
    Instant end = NOW.plus(Duration.ofHours(hours));
    return new MaintenanceWindow(
        0,
        "nights",
        EnumSet.allOf(DayOfWeek.class),
        LocalTime.ofInstant(NOW, ZoneOffset.UTC),
        LocalTime.ofInstant(end, ZoneOffset.UTC),
        ZoneOffset.UTC);
  }
}
