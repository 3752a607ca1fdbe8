package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.chaos.BankChaos;
import dev.lowtide.it.chaos.BankChaos.Outcome;
import dev.lowtide.it.harness.RunningProxy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A few seconds of what {@link BankChaos} does for as long as one likes. */
class BankIT {

  @Test
  void noTransferIsLostOrDoneTwiceHoweverOftenItIsHeld() throws Exception {
    try (RunningProxy proxy = RunningProxy.before(Lab.server().port())) {
      Outcome outcome =
          new BankChaos(Lab.server(), proxy, System.nanoTime()).run(16, Duration.ofSeconds(8));

      assertThat(outcome.wrong()).isEmpty();
      assertThat(outcome.done()).isGreaterThan(100);
      assertThat(outcome.held()).isPositive();
      assertThat(outcome.abandoned()).isPositive();
    }
  }
}
