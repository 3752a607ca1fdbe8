package dev.lowtide.scheduler.journal;

import static dev.lowtide.scheduler.shrink.Plans.CARTS;
import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static dev.lowtide.scheduler.shrink.Plans.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.report.Measurements;
import dev.lowtide.scheduler.report.ReportWriter;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Candidate;
import dev.lowtide.scheduler.shrink.Plans;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.RunTiming;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import dev.lowtide.scheduler.shrink.SizeSample;
import dev.lowtide.scheduler.shrink.Verification;
import dev.lowtide.scheduler.shrink.WaitsCaused;
import dev.lowtide.scheduler.shrink.Work;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

public class ExperienceTest {

  private static final RunTiming TIMING =
      new RunTiming(
          new Work(ShrinkMethod.SHADOW_COPY, ByteSize.ofMebibytes(28), 1000, 2),
          Duration.ofSeconds(7),
          Duration.ofSeconds(4),
          Duration.ofSeconds(3),
          Duration.ofMillis(600),
          Duration.ofMinutes(5));

  private final Store store = open();
  private final Journal journal = new Journal(store);
  private final Experience experience = journal.experience();

  /** The same holds for every kind of store. */
  protected Store open() {
    return Stores.inMemory();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void keepsWhatATableOccupiedTheNewestFirst() {
    SizeSample first = sample(0, 100);
    SizeSample second = sample(1, 120);
    experience.add(ORDERS, first);
    experience.add(ORDERS, second);
    experience.add(CARTS, sample(2, 5));

    assertThat(experience.samples(ORDERS)).containsExactly(second, first);
    assertThat(second.dead()).isEqualTo(ByteSize.ofMebibytes(110));
  }

  @Test
  void forgetsWhatIsTooOld() {
    experience.add(ORDERS, sample(0, 100));
    experience.add(ORDERS, sample(10, 120));
    experience.keep(candidate(1), NOW);

    assertThat(experience.forgetBefore(NOW.plus(Duration.ofDays(5)))).isEqualTo(1);

    assertThat(experience.samples(ORDERS)).containsExactly(sample(10, 120));
    assertThat(experience.survey()).isEmpty();
  }

  @Test
  void forgetsYearsADayAtATime() {
    for (int day = 0; day < 40; day += 3) {
      experience.add(ORDERS, sample(day, 100));
      experience.add(CARTS, sample(day, 100));
    }

    assertThat(experience.forgetBefore(NOW.plus(Duration.ofDays(30)))).isEqualTo(20);

    assertThat(experience.samples(ORDERS)).hasSize(4);
    assertThat(experience.forgetBefore(NOW.plus(Duration.ofDays(30)))).isZero();
  }

  @Test
  void keepsTheLastMeasurementOfEachTable() {
    experience.keep(candidate(1), NOW);
    experience.keep(candidate(2), NOW.plusSeconds(1));

    assertThat(experience.survey()).containsExactly(candidate(2));
  }

  @Test
  void runsThatSucceededSayWhereTheirTimeWent() {
    end(RunState.SUCCEEDED, TIMING);
    end(RunState.SUCCEEDED, null);
    end(RunState.FAILED, TIMING);

    assertThat(experience.timings(10)).containsExactly(TIMING);
    assertThat(TIMING.worked()).isEqualTo(Duration.ofMillis(14_600));
  }

  @Test
  void runsOfWhichNothingWasLearntCrowdOutNoOthers() {
    end(RunState.SUCCEEDED, TIMING);
    for (int i = 0; i < 20; i++) {
      end(RunState.SUCCEEDED, null);
    }

    assertThat(experience.timings(2)).containsExactly(TIMING);
  }

  @Test
  void runsByOneMethodCrowdOutNoneByAnother() {
    end(RunState.SUCCEEDED, TIMING);
    RunTiming second = rebuilt(2);
    RunTiming third = rebuilt(3);
    end(RunState.SUCCEEDED, rebuilt(1));
    end(RunState.SUCCEEDED, second);
    end(RunState.SUCCEEDED, third);

    assertThat(experience.timings(2)).containsExactly(third, second, TIMING);
  }

  private static RunTiming rebuilt(int seconds) {
    return new RunTiming(
        new Work(ShrinkMethod.COPY_UNDER_HOLD, ByteSize.ofMebibytes(28), 1000, 2),
        Duration.ofSeconds(seconds),
        Duration.ZERO,
        Duration.ZERO,
        Duration.ZERO,
        Duration.ZERO);
  }

  private void end(RunState state, @Nullable RunTiming timing) {
    ShrinkRun was = journal.insert(Plans.plan(), "ann", NOW);
    ShrinkRun is =
        new ShrinkRun(
            was.id(),
            was.plan(),
            state,
            was.requestedBy(),
            NOW,
            null,
            1,
            NOW,
            "so",
            NOW,
            WaitsCaused.NONE,
            false);
    Measurements measured =
        new Measurements(
            ByteSize.ofMebibytes(100),
            ByteSize.ofMebibytes(28),
            Verification.NOT_DONE,
            WaitsCaused.NONE,
            Duration.ZERO,
            Duration.ZERO,
            timing);
    journal.end(was, is, "lowtide", steps -> ReportWriter.write(is, steps, measured));
  }

  private static Candidate candidate(long mebibytes) {
    return new Candidate(
        Plans.facts(ORDERS).tablespace(),
        Plans.plan().estimate(),
        mebibytes == 1 ? "" : "refused: so");
  }

  private static SizeSample sample(int day, long mebibytes) {
    return new SizeSample(
        NOW.plus(Duration.ofDays(day)), ByteSize.ofMebibytes(mebibytes), ByteSize.ofMebibytes(10));
  }
}
