package dev.lowtide.scheduler.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.shrink.Verification;
import dev.lowtide.scheduler.shrink.Verification.Verdict;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerifierTest {

  private static final Map<String, Long> INDEXES = Map.of("PRIMARY", 1000L, "by_day", 1000L);
  private static final TableReading BEFORE =
      new TableReading("CREATE TABLE", 1001, 1000, "77/3", INDEXES);

  @Test
  void twoEqualReadingsAreTheSame() {
    Verification verification =
        Verifier.compare(BEFORE, new TableReading("CREATE TABLE", 1001, 1000, "77/3", INDEXES));

    assertThat(verification)
        .isEqualTo(
            new Verification(
                Verdict.SAME,
                1000,
                "1000 rows have the same checksum as before, each of 2 indexes counts as many, the"
                    + " definition is the same"));
  }

  @Test
  void aLostRowIsADifference() {
    Map<String, Long> indexes = Map.of("PRIMARY", 999L, "by_day", 999L);

    Verification verification =
        Verifier.compare(BEFORE, new TableReading("CREATE TABLE", 1001, 999, "76/2", indexes));

    assertThat(verification)
        .isEqualTo(
            new Verification(
                Verdict.DIFFERENT,
                999,
                "DIFFERENT: rows was 1000, is 999; checksum was 77/3, is 76/2"));
  }

  @Test
  void aChangedRowIsADifference() {
    Verification verification =
        Verifier.compare(BEFORE, new TableReading("CREATE TABLE", 1001, 1000, "77/4", INDEXES));

    assertThat(verification.verdict()).isEqualTo(Verdict.DIFFERENT);
    assertThat(verification.text()).isEqualTo("DIFFERENT: checksum was 77/3, is 77/4");
  }

  @Test
  void anotherDefinitionIsADifference() {
    Verification verification =
        Verifier.compare(BEFORE, new TableReading("CREATE TABLE x", 1001, 1000, "77/3", INDEXES));

    assertThat(verification.text())
        .isEqualTo("DIFFERENT: definition was CREATE TABLE, is CREATE TABLE x");
  }

  @Test
  void anIndexThatDoesNotCountAllRowsIsADifference() {
    Map<String, Long> indexes = Map.of("PRIMARY", 1000L, "by_day", 998L);

    Verification verification =
        Verifier.compare(BEFORE, new TableReading("CREATE TABLE", 1001, 1000, "77/3", indexes));

    assertThat(verification.verdict()).isEqualTo(Verdict.DIFFERENT);
    assertThat(verification.text()).isEqualTo("DIFFERENT: entries of by_day was 1000, is 998");
  }

  @Test
  void aCounterThatFellIsADifference() {
    Verification verification =
        Verifier.compare(BEFORE, new TableReading("CREATE TABLE", 900, 1000, "77/3", INDEXES));

    assertThat(verification.text()).isEqualTo("DIFFERENT: AUTO_INCREMENT was 1001, is 900");
  }

  @Test
  void aCounterThatRoseIsNone() {
    Verification verification =
        Verifier.compare(BEFORE, new TableReading("CREATE TABLE", 1002, 1000, "77/3", INDEXES));

    assertThat(verification.verdict()).isEqualTo(Verdict.SAME);
  }

  @Test
  void anEmptyTableIsTheSameAsAnEmptyTable() {
    TableReading empty = new TableReading("CREATE TABLE", 0, 0, "0/0", Map.of("PRIMARY", 0L));

    assertThat(Verifier.compare(empty, empty).verdict()).isEqualTo(Verdict.SAME);
  }
}
