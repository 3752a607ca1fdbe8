package dev.lowtide.scheduler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Estimate;
import dev.lowtide.scheduler.shrink.Evidence;
import dev.lowtide.scheduler.shrink.Forecast;
import dev.lowtide.scheduler.shrink.IoCost;
import dev.lowtide.scheduler.shrink.Night;
import dev.lowtide.scheduler.shrink.Night.Slot;
import dev.lowtide.scheduler.shrink.Night.Task;
import dev.lowtide.scheduler.shrink.Payback;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class NightPlannerTest {

  private static final Duration SIX_HOURS = Duration.ofHours(6);

  @Test
  void mostBytesForEachMinuteComeFirst() {
    Night night =
        night(List.of(task("big", 1000, 100, 0), task("quick", 500, 10, 0)), SIX_HOURS, 100_000);

    assertThat(subjects(night)).containsExactly("quick", "big");
    assertThat(night.slots())
        .extracting(Slot::startsAfter)
        .containsExactly(Duration.ZERO, Duration.ofMinutes(10));
    assertThat(night.likelyEnd()).isEqualTo(Duration.ofMinutes(110));
    assertThat(night.reclaimable()).isEqualTo(ByteSize.ofMebibytes(1500));
  }

  @Test
  void ofEqualsThoseThatWereAskedForComeInTheirOrder() {
    Night night =
        night(
            List.of(
                new Task("b", estimate(100, 10, 5, 0, ShrinkMethod.SHADOW_COPY), 9, "approved"),
                new Task("a", estimate(100, 10, 5, 0, ShrinkMethod.SHADOW_COPY), 8, "approved")),
            SIX_HOURS,
            100_000);

    assertThat(subjects(night)).containsExactly("a", "b");
  }

  @Test
  void whatMayEndTooLateIsLeftAndAShorterOneTakesItsPlace() {
    Night night =
        night(
            List.of(task("first", 900, 200, 0), task("long", 800, 200, 0), task("short", 1, 30, 0)),
            SIX_HOURS,
            100_000);

    assertThat(subjects(night)).containsExactly("first", "short");
    assertThat(night.left().get(0).task().subject()).isEqualTo("long");
    assertThat(night.left().get(0).why())
        .isEqualTo("no time: it would end after 8 h 36 min at most (expected: 6 h 0 min)");
  }

  @Test
  void copiesTakeTheirDiskUntilOldTablesAreDropped() {
    Night night = night(List.of(task("a", 900, 10, 600), task("b", 800, 10, 600)), SIX_HOURS, 1000);

    assertThat(subjects(night)).containsExactly("a");
    assertThat(night.left().get(0).why())
        .isEqualTo("no disk: 1.2 GiB would be taken (expected: at most 1.0 GiB)");
  }

  @Test
  void aRebuildGivesItsDiskBackAndMakesPlaceForALaterOne() {
    Task rebuild = new Task("a", estimate(500, 10, 2, 900, ShrinkMethod.COPY_UNDER_HOLD), 0, "");
    Task copy = new Task("b", estimate(800, 10, 2, 1300, ShrinkMethod.SHADOW_COPY), 0, "");

    Night night = night(List.of(copy, rebuild), SIX_HOURS, 1000);

    assertThat(subjects(night)).containsExactly("a", "b");
  }

  @Test
  void wherePlaceCannotBeSeenNothingIsLeftForWantOfIt() {
    Night night =
        NightPlanner.plan(
            List.of(task("a", 900, 10, 1 << 20)), SIX_HOURS, OptionalLong.empty(), true);

    assertThat(subjects(night)).containsExactly("a");
    assertThat(night.freeDisk().bytes()).isNegative();
  }

  @Test
  void whatTakesNobodyKnowsHowLongIsLeft() {
    Task unknown =
        new Task(
            "a", new Estimate(ByteSize.ofMebibytes(9), ByteSize.ZERO, Duration.ZERO, ""), 0, "");

    assertThat(night(List.of(unknown), SIX_HOURS, 1000).left().get(0).why())
        .isEqualTo("how long it takes is not known");
  }

  @Test
  void aNightWithoutTasksIsEmpty() {
    Night night = night(List.of(), SIX_HOURS, 1000);

    assertThat(night.slots()).isEmpty();
    assertThat(night.likelyEnd()).isZero();
  }

  /** Whatever there is: nothing is lost, time and disk suffice, nothing fits that was left. */
  @RepeatedTest(100)
  void everyNightKeepsItsBounds(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < random.nextInt(12); i++) {
      ShrinkMethod method =
          random.nextBoolean() ? ShrinkMethod.SHADOW_COPY : ShrinkMethod.COPY_UNDER_HOLD;
      Estimate estimate =
          estimate(
              random.nextInt(5000),
              1 + random.nextInt(200),
              random.nextInt(60),
              random.nextInt(3000),
              method);
      tasks.add(new Task("t" + i, estimate, 0, ""));
    }
    long free = random.nextInt(8000);

    Night night = night(tasks, SIX_HOURS, free);

    List<Task> all = new ArrayList<>(night.slots().stream().map(Slot::task).toList());
    night.left().forEach(left -> all.add(left.task()));
    assertThat(new HashSet<>(all)).isEqualTo(new HashSet<>(tasks)).hasSize(all.size());
    Duration atMost =
        night.slots().stream()
            .map(slot -> slot.task().estimate().forecast().atMost())
            .reduce(Duration.ZERO, Duration::plus);
    assertThat(atMost).isLessThanOrEqualTo(SIX_HOURS);
    assertThat(night.slots())
        .allSatisfy(
            slot -> assertThat(slot.diskAtMost()).isLessThanOrEqualTo(ByteSize.ofMebibytes(free)));
    assertThat(night.left()).allSatisfy(left -> assertThat(left.why()).isNotEmpty());
  }

  private static List<String> subjects(Night night) {
    return night.slots().stream().map(slot -> slot.task().subject()).toList();
  }

  private static Night night(List<Task> tasks, Duration lasts, long freeMebibytes) {
    return NightPlanner.plan(
        tasks, lasts, OptionalLong.of(ByteSize.ofMebibytes(freeMebibytes).bytes()), true);
  }

  private static Task task(String subject, long gain, long minutes, long disk) {
    return new Task(
        subject, estimate(gain, minutes, minutes / 5, disk, ShrinkMethod.SHADOW_COPY), 0, "");
  }

  private static Estimate estimate(
      long gain, long minutes, long error, long disk, ShrinkMethod method) {
    return new Estimate(
        ByteSize.ofMebibytes(gain),
        ByteSize.ZERO,
        ByteSize.ZERO,
        ByteSize.ofMebibytes(disk),
        IoCost.NONE,
        new Forecast(Duration.ofMinutes(minutes), Duration.ofMinutes(error), 3),
        Duration.ZERO,
        Payback.UNKNOWN,
        Evidence.UNKNOWN,
        new Work(method, ByteSize.ofMebibytes(disk), 1000, 0),
        "");
  }
}
