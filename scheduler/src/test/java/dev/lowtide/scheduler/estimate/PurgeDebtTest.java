package dev.lowtide.scheduler.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.estimate.PurgeDebt.Holder;
import dev.lowtide.scheduler.shrink.ByteSize;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PurgeDebtTest {

  private static final Holder OLD =
      new Holder(123, "app@10.0.0.7", "mysqldump", "SELECT", Duration.ofHours(3));
  private static final Holder YOUNG =
      new Holder(124, "app@10.0.0.8", "", "idle", Duration.ofSeconds(1));

  @Test
  void theOldestViewIsNamedWithItsSessionAndItsAge() {
    PurgeDebt debt = new PurgeDebt(5_000, List.of(YOUNG, OLD), 0, List.of());

    assertThat(debt.isHeldBack()).isTrue();
    assertThat(debt.about(ByteSize.ofMebibytes(4_198)))
        .contains(
            "4.1 GiB are deleted and not purged, because session 123 of app@10.0.0.7 (mysqldump,"
                + " SELECT) has been looking at the past for 3 h; 5000 undo logs are waiting. A copy"
                + " leaves them behind all the same; what waits for such a view is its cut-over.");
  }

  @Test
  void whereAllIsPurgedThereIsNothingToSay() {
    assertThat(new PurgeDebt(5_000, List.of(OLD), 0, List.of()).about(ByteSize.ZERO)).isEmpty();
  }

  @Test
  void aPageThatLooksForASecondHoldsNothingBack() {
    PurgeDebt debt = new PurgeDebt(5_000, List.of(YOUNG), 0, List.of());

    assertThat(debt.isHeldBack()).isFalse();
    assertThat(debt.reason())
        .isEqualTo(
            "and nobody keeps purge from it: it is behind by itself; 5000 undo logs are waiting");
  }

  @Test
  void anOldViewOnAServerWithNothingToPurgeHoldsNothingBack() {
    assertThat(new PurgeDebt(40, List.of(OLD), 0, List.of()).isHeldBack()).isFalse();
  }

  @Test
  void whereTheServerDoesNotCountAnOldViewIsTakenForABlocker() {
    assertThat(new PurgeDebt(-1, List.of(OLD), 0, List.of()).isHeldBack()).isTrue();
  }

  @Test
  void preparedTransactionsAreNamed() {
    PurgeDebt debt = new PurgeDebt(5_000, List.of(), 2, List.of());

    assertThat(debt.isHeldBack()).isTrue();
    assertThat(debt.reason())
        .startsWith("because of 2 XA transactions that are prepared and not ended");
  }
}
