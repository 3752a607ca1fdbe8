package dev.lowtide.scheduler.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.copy.Pressure.Signal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a copy that stands still again and again is given a longer rest. */
class StandstillBreakerTest {

  private long now = 7;
  private final Governor governor = new Governor(GovernorPolicy.DEFAULT, () -> now);

  @Test
  void opensAtTheThirdStandstillInTenMinutesAndSaysUntilWhen() {
    standstills(2);
    assertThat(governor.standstill()).isEmpty();

    look(1);

    assertThat(governor.standstill())
        .contains("it rests for another 10 s after 3 standstills, at last because of load 1.0");
  }

  @Test
  void standstillsFarApartDoNotAddUp() {
    standstills(2);
    looks(Duration.ofMinutes(10));

    look(1);
    looks(Duration.ofSeconds(2));

    assertThat(governor.standstill()).isEmpty();
  }

  @Test
  void oneBreachIsEnough() {
    look(0.1);

    look(5);
    looks(Duration.ofSeconds(5));

    assertThat(governor.standstill())
        .hasValueSatisfying(why -> assertThat(why).startsWith("it rests for another 5 s"));
  }

  @Test
  void nothingToBeSeenIsNobodysFault() {
    for (int i = 0; i < 10; i++) {
      now += Duration.ofMillis(500).toNanos();
      governor.observe(Pressure.UNSEEN, now);
      looks(Duration.ofSeconds(2));
    }

    assertThat(governor.standstill()).isEmpty();
  }

  @Test
  void isTriedWithTheSmallestShareFirst() {
    standstills(3);

    looks(Duration.ofSeconds(12));

    assertThat(governor.share()).isEqualTo(0.02);
    looks(Duration.ofSeconds(10));
    assertThat(governor.share()).isGreaterThan(0.02);
  }

  @Test
  void aStandstillOnProbationMakesItRestTwiceAsLong() {
    standstills(3);
    looks(Duration.ofSeconds(11));

    look(1);

    assertThat(governor.standstill())
        .hasValueSatisfying(why -> assertThat(why).startsWith("it rests for another 20 s"));
  }

  @Test
  void restsNoLongerThanTheLongest() {
    standstills(3);
    for (int i = 0; i < 12; i++) {
      breakFor();
      look(1);
    }

    assertThat(governor.standstill())
        .hasValueSatisfying(why -> assertThat(why).startsWith("it rests for another 1800 s"));
  }

  @Test
  void forgetsWhenAllWentWellForLong() {
    standstills(3);
    looks(Duration.ofMinutes(11));

    standstills(3);

    assertThat(governor.standstill())
        .hasValueSatisfying(why -> assertThat(why).contains("for another 8 s"));
  }

  @Test
  void aPersonMayHaveItGoOn() {
    standstills(3);

    governor.reset();

    assertThat(governor.standstill()).isEmpty();
  }

  private void breakFor() {
    while (governor.standstill().isPresent()) {
      look(0.1);
    }
  }

  /** The last one is over when it returns, unless it has opened the breaker. */
  private void standstills(int count) {
    look(0.1);
    for (int i = 0; i < count; i++) {
      look(1);
      looks(Duration.ofSeconds(2));
    }
  }

  private void looks(Duration during) {
    long until = now + during.toNanos();
    while (until - now > 0) {
      look(0.1);
    }
  }

  private void look(double utilisation) {
    now += Duration.ofMillis(500).toNanos();
    Signal load = new Signal("load", utilisation, "load " + utilisation);
    governor.observe(
        new Pressure(List.of(load, new Signal(Pressure.CLIENTS, 0.1, "clients"))), now);
  }
}
