package dev.lowtide.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.shrink.RunState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ExitCodeTest {

  @ParameterizedTest
  @CsvSource({
    "SUCCEEDED, 0",
    "REJECTED, 3",
    "ABORTED, 4",
    "FAILED, 5",
    "UNCERTAIN, 6",
    "EXPIRED, 7",
    "REVOKED, 7",
    "STALE, 7"
  })
  void scriptsBranchOnHowARunEnded(RunState state, int number) {
    assertThat(ExitCode.of(state).number()).isEqualTo(number);
  }

  @ParameterizedTest
  @EnumSource
  void successIsTheOnlyEndWithZero(RunState state) {
    boolean isWell = !state.isFinal() || state == RunState.SUCCEEDED;

    assertThat(ExitCode.of(state).number() == 0).isEqualTo(isWell);
  }

  @Test
  void aCommandThatFailsIsNoOutcomeOfARun() {
    assertThat(ExitCode.UNREACHABLE.number()).isEqualTo(1);
    assertThat(ExitCode.BAD_INPUT.number()).isEqualTo(2);
  }
}
