package dev.lowtide.scheduler.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.SettableClock;
import dev.lowtide.scheduler.shrink.Verification.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writes, applies, comparisons and marks in random order: no false alarm, and nothing missed. */
class TwinVerifierModelTest {

  private static final Duration CHUNK = Duration.ofMillis(1);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void whatIsFollowedIsNeverDifferentAndInTheEndTheSame(int thousand) {
    for (int seed = thousand * 1_000; seed < (thousand + 1) * 1_000; seed++) {
      Play play = new Play(seed);
      play.all(200);
      assertThat(play.verifier.verification().verdict())
          .as("seed %d", seed)
          .isEqualTo(Verdict.SAME);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void whatIsSpoiltBeforeItIsComparedIsFoundOrMadeGoodByAChange(int thousand) {
    int found = 0;
    for (int seed = thousand * 1_000; seed < (thousand + 1) * 1_000; seed++) {
      Play play = new Play(seed);
      play.spoil();
      play.all(200);
      Verdict verdict = play.verifier.verification().verdict();
      if (!play.twins.original.equals(play.twins.copy)) {
        assertThat(verdict).as("seed %d", seed).isEqualTo(Verdict.DIFFERENT);
      }
      found += verdict == Verdict.DIFFERENT ? 1 : 0;
    }
    assertThat(found).isBetween(100, 1_000);
  }

  /** One run of it. */
  private static final class Play {

    private final Random random;
    private final FakeTwins twins = FakeTwins.ofRows(60);
    private final TwinVerifier verifier = new TwinVerifier(twins, new SettableClock(Instant.EPOCH));
    private int mark = -1;

    Play(int seed) {
      random = new Random(seed);
      twins.rowsAtOnce = 7;
      for (int i = 0; i < 10; i++) {
        write();
      }
    }

    void spoil() {
      int id = random.nextInt(70);
      twins.copy.put(id, "spoilt");
    }

    void all(int turns) {
      for (int i = 0; i < turns; i++) {
        turn();
      }
      settle();
      while (!verifier.step(CHUNK)) {
        settle();
      }
      settle();
      settle();
    }

    private void turn() {
      switch (random.nextInt(6)) {
        case 0, 1 -> write();
        case 2 -> apply(twins.applied() + random.nextInt(4));
        case 3 -> verifier.step(CHUNK);
        case 4 -> setMark();
        default -> settleIfReached();
      }
    }

    private void write() {
      int id = random.nextInt(70);
      twins.write(id, random.nextInt(4) == 0 ? null : String.valueOf(random.nextInt(3)));
    }

    private void apply(int position) {
      verifier.onApplied(twins.applyUpTo(Math.min(position, twins.log.size())));
    }

    private void setMark() {
      if (mark < 0) {
        verifier.onMark();
        mark = twins.log.size();
      }
    }

    private void settleIfReached() {
      if (mark >= 0 && twins.applied() >= mark) {
        verifier.settle();
        mark = -1;
      }
    }

    private void settle() {
      setMark();
      apply(twins.log.size());
      settleIfReached();
    }
  }
}
