package dev.lowtide.scheduler.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.SettableClock;
import dev.lowtide.scheduler.shrink.Verification;
import dev.lowtide.scheduler.shrink.Verification.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TwinVerifierTest {

  private static final Duration CHUNK = Duration.ofMillis(250);

  private final FakeTwins twins = FakeTwins.ofRows(2_500);
  private final SettableClock clock = new SettableClock(Instant.EPOCH);
  private final TwinVerifier verifier = new TwinVerifier(twins, clock);

  @Test
  void tablesWithTheSameRowsAreTheSame() {
    stepThrough();
    round();

    assertThat(verifier.verification().verdict()).isEqualTo(Verdict.SAME);
    assertThat(verifier.verification().rows()).isEqualTo(2_500);
  }

  @Test
  void nothingIsProvenBeforeAllRowsAreCompared() {
    assertThat(verifier.step(CHUNK)).isFalse();
    round();

    assertThat(verifier.verification().verdict()).isEqualTo(Verdict.UNPROVEN);
    assertThat(verifier.verification().text()).contains("1000 rows were compared, not all");
  }

  @Test
  void emptyTablesAreTheSame() {
    twins.original.clear();
    twins.copy.clear();

    assertThat(verifier.step(CHUNK)).isTrue();
    assertThat(verifier.verification().verdict()).isEqualTo(Verdict.SAME);
  }

  @Test
  void rowThatDiffersIsNotJudgedBeforeAMarkWasReached() {
    twins.copy.put(7, "spoilt");
    stepThrough();

    verifier.settle();

    assertThat(verifier.suspects()).containsExactly(FakeTwins.key(7));
    assertThat(verifier.isOver()).isFalse();
    assertThat(verifier.verification().verdict()).isEqualTo(Verdict.UNPROVEN);
  }

  @Test
  void changeThatWasNotAppliedYetExplainsADifference() {
    twins.write(7, "new");
    twins.write(8, null);
    twins.write(9_999, "more");
    stepThrough();
    assertThat(verifier.suspects()).hasSize(3);

    round();

    assertThat(verifier.suspects()).isEmpty();
    assertThat(verifier.verification().verdict()).isEqualTo(Verdict.SAME);
    assertThat(verifier.verification().text()).contains("3 were compared again");
  }

  @Test
  void rowsThatNoChangeExplainsAreDifferent() {
    twins.copy.put(7, "spoilt");
    twins.copy.remove(1_000);
    twins.copy.put(9_999, "from nowhere");
    twins.write(8, "new");
    stepThrough();

    round();

    assertThat(verifier.isOver()).isTrue();
    Verification verification = verifier.verification();
    assertThat(verification.verdict()).isEqualTo(Verdict.DIFFERENT);
    assertThat(verification.text())
        .isEqualTo(
            "DIFFERENT: 3 rows (1000; 7; 9999), and no change in the binary log explains it");
  }

  @Test
  void fiveRowsAtMostAreNamed() {
    for (int id = 0; id < 6; id++) {
      twins.copy.put(id, "spoilt");
    }
    stepThrough();

    round();

    assertThat(verifier.verification().text()).contains("6 rows (0; 1; 2; 3; 4; …)");
  }

  @Test
  void changeAppliedBeforeTheRowWasSeenExplainsNothing() {
    twins.write(7, "new");
    verifier.onApplied(twins.applyAll());
    twins.copy.put(7, "spoilt");
    stepThrough();

    round();

    assertThat(verifier.verification().verdict()).isEqualTo(Verdict.DIFFERENT);
  }

  @Test
  void rowSeenAfterTheMarkIsForTheNextMark() {
    verifier.onMark();
    twins.write(7, "new");
    stepThrough();

    verifier.settle();

    assertThat(verifier.isOver()).isFalse();
    round();
    assertThat(verifier.verification().verdict()).isEqualTo(Verdict.SAME);
  }

  @Test
  void explainedRowThatDiffersAgainIsForTheNextMark() {
    twins.write(7, "new");
    stepThrough();
    verifier.onMark();
    verifier.onApplied(twins.applyAll());
    twins.write(7, "newer");

    verifier.settle();

    assertThat(verifier.suspects()).containsExactly(FakeTwins.key(7));
    assertThat(verifier.isOver()).isFalse();
    round();
    assertThat(verifier.verification().verdict()).isEqualTo(Verdict.SAME);
  }

  @Test
  void explainedRowThatIsSpoiltIsFoundByTheNextMark() {
    twins.write(7, "new");
    stepThrough();
    verifier.onMark();
    verifier.onApplied(twins.applyAll());
    twins.copy.put(7, "spoilt");
    verifier.settle();

    round();

    assertThat(verifier.verification().verdict()).isEqualTo(Verdict.DIFFERENT);
  }

  @Test
  void rowThatWasBackForAMomentStillNeedsItsChange() {
    twins.write(7, "new");
    stepThrough();
    twins.write(7, "as it was");

    round();

    assertThat(verifier.verification().verdict()).isEqualTo(Verdict.SAME);
  }

  @Test
  void rowThatNeverStandsStillIsNotProven() {
    twins.write(7, "0");
    stepThrough();

    for (int i = 1; i <= TwinVerifier.ROUNDS_MAX; i++) {
      assertThat(verifier.isOver()).isFalse();
      verifier.onMark();
      verifier.onApplied(twins.applyAll());
      twins.write(7, String.valueOf(i));
      verifier.settle();
    }

    assertThat(verifier.isOver()).isTrue();
    assertThat(verifier.verification().verdict()).isEqualTo(Verdict.UNPROVEN);
    assertThat(verifier.verification().text()).contains("1 row (7) changed as fast").contains("10");
  }

  @Test
  void lockProvesWhatNeverStandsStill() {
    rowThatNeverStandsStillIsNotProven();

    verifier.onApplied(twins.applyAll());
    assertThat(verifier.open()).containsExactly(FakeTwins.key(7));
    verifier.conclude(verifier.open(), twins.differing(verifier.open()));

    assertThat(verifier.verification().verdict()).isEqualTo(Verdict.SAME);
  }

  @Test
  void underTheLockADifferenceIsOne() {
    stepThrough();
    twins.write(7, "new");
    verifier.onApplied(twins.applyAll());
    twins.copy.put(7, "spoilt");

    verifier.conclude(verifier.open(), twins.differing(verifier.open()));

    assertThat(verifier.verification().verdict()).isEqualTo(Verdict.DIFFERENT);
  }

  @Test
  void rowAppliedAfterItWasComparedIsComparedAgain() {
    stepThrough();
    twins.write(7, "new");
    verifier.onApplied(twins.applyAll());
    assertThat(verifier.verification().verdict()).isEqualTo(Verdict.UNPROVEN);
    twins.copy.put(7, "spoilt");

    round();
    assertThat(verifier.suspects()).containsExactly(FakeTwins.key(7));
    round();

    assertThat(verifier.verification().verdict()).isEqualTo(Verdict.DIFFERENT);
  }

  @Test
  void indexWithAnotherNumberOfEntriesIsADifference() {
    stepThrough();
    twins.entries = Map.of("PRIMARY", 2_500L, "by_name", 2_499L);

    verifier.countEntries();

    assertThat(verifier.isOver()).isTrue();
    assertThat(verifier.verification().text())
        .isEqualTo("DIFFERENT: entries of the copy's indexes: {PRIMARY=2500, by_name=2499}");
  }

  @Test
  void indexesThatAgreeAreSaid() {
    stepThrough();
    twins.entries = Map.of("PRIMARY", 2_500L, "by_name", 2_500L);

    verifier.countEntries();

    assertThat(verifier.verification().verdict()).isEqualTo(Verdict.SAME);
    assertThat(verifier.verification().text()).contains("each of 2 indexes");
  }

  @Test
  void chunksGrowAndShrinkWithTheirTime() {
    twins.onCompare = () -> clock.advance(Duration.ofMillis(twins.chunks.isEmpty() ? 125 : 1_000));

    verifier.step(CHUNK);
    verifier.step(CHUNK);
    assertThat(verifier.rowsCompared()).isEqualTo(2_500);

    assertThat(twins.chunks).containsExactly(1_000, 2_000);
    ChunkServo servo = new ChunkServo();
    servo.onChunk(Duration.ofMillis(500), Duration.ofMillis(400));
    assertThat(servo.rows()).isEqualTo(800);
    servo.onChunk(Duration.ofSeconds(50), CHUNK);
    assertThat(servo.rows()).isEqualTo(400);
  }

  @Test
  void chunksHaveAtLeastARowAndNotTooMany() {
    ChunkServo servo = new ChunkServo();
    for (int i = 0; i < 20; i++) {
      servo.onChunk(Duration.ZERO, CHUNK);
    }
    assertThat(servo.rows()).isEqualTo(20_000);
    for (int i = 0; i < 20; i++) {
      servo.onChunk(Duration.ofSeconds(60), CHUNK);
    }
    assertThat(servo.rows()).isEqualTo(1);
  }

  @Test
  void muchThatIsAppliedIsComparedAtOnce() {
    stepThrough();
    twins.original.keySet().forEach(id -> twins.log.add(id));
    for (int id = 10_000; id < 20_000; id++) {
      twins.write(id, "more");
    }

    verifier.onApplied(twins.applyAll());

    assertThat(verifier.open()).isEmpty();
    assertThat(verifier.verification().verdict()).isEqualTo(Verdict.SAME);
  }

  @Test
  void settlingIsDueAtTheEndOrWhenMuchHasComeTogether() {
    verifier.step(CHUNK);
    assertThat(verifier.isSettlingDue()).isFalse();
    for (int id = 0; id < 9_999; id++) {
      verifier.onApplied(Set.of(FakeTwins.key(id)));
    }
    assertThat(verifier.isSettlingDue()).isFalse();
    twins.copy.remove(1_500);
    verifier.step(CHUNK);
    assertThat(verifier.isSettlingDue()).isTrue();
  }

  private void stepThrough() {
    while (!verifier.step(CHUNK)) {
      assertThat(verifier.isOver()).isFalse();
    }
  }

  /** Mark, apply what comes before it, settle. */
  private void round() {
    verifier.onMark();
    verifier.onApplied(twins.applyAll());
    verifier.settle();
  }
}
