package dev.lowtide.scheduler.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lowtide.scheduler.copy.Pressure.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a copy's share of the time follows what the server bears. */
class GovernorTest {

  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration CHUNK = Duration.ofMillis(100);

  private long now = 7;
  private final Governor governor = new Governor(GovernorPolicy.DEFAULT, () -> now);

  @Test
  void standsStillUntilSomebodyHasLooked() {
    assertThat(governor.standstill()).contains("the load cannot be seen");
    assertThat(governor.share()).isZero();
  }

  @Test
  void worksAllTheTimeFromTheFirstChunkWhereNobodyIs() {
    alone(0.1);

    assertThat(governor.standstill()).isEmpty();
    assertThat(governor.restAfter(CHUNK)).isZero();
    assertThat(governor.chunkTime()).isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void beginsLowWhereClientsAre() {
    crowded(0.1);

    assertThat(governor.restAfter(CHUNK)).isEqualTo(Duration.ofMillis(900));
    assertThat(governor.chunkTime()).isEqualTo(Duration.ofMillis(10));
  }

  @Test
  void addsLittleUpToItsShare() {
    crowded(0.1);
    crowded(0.59);
    assertThat(governor.share()).isCloseTo(0.15, within(1e-9));

    for (int i = 0; i < 100; i++) {
      crowded(0.59);
    }

    assertThat(governor.share()).isEqualTo(0.3);
    assertThat(governor.chunkTime()).isEqualTo(Duration.ofMillis(20));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.6, 0.7, 0.8})
  void staysWhereItIsInBetween(double utilisation) {
    crowded(0.1);

    crowded(utilisation);

    assertThat(governor.share()).isEqualTo(0.1);
  }

  @Test
  void isHalvedAtTheFirstLookAboveFourFifths() {
    crowded(0.1);

    crowded(0.81);

    assertThat(governor.share()).isEqualTo(0.05);
  }

  @Test
  void looksInQuickSuccessionHalveItOnce() {
    crowded(0.1);
    crowded(0.9);

    look(Duration.ofMillis(20), 0.9, true);
    look(Duration.ofMillis(20), 0.9, true);

    assertThat(governor.share()).isEqualTo(0.05);
  }

  @Test
  void isNeverHalvedToNothing() {
    for (int i = 0; i < 50; i++) {
      crowded(0.9);
    }

    assertThat(governor.standstill()).isEmpty();
    assertThat(governor.share()).isEqualTo(0.02);
  }

  @Test
  void standsStillAtTheFirstLookAtALimitAndSaysWhy() {
    crowded(0.1);

    crowded(1);

    assertThat(governor.standstill()).contains("threads running: 1.0");
  }

  @Test
  void goesOnBelowTheLimitWithLessThanBefore() {
    crowded(0.1);
    crowded(1);
    crowded(0.7);
    crowded(0.71);
    assertThat(governor.standstill()).isPresent();

    crowded(0.69);

    assertThat(governor.standstill()).isEmpty();
    assertThat(governor.share()).isEqualTo(0.05);
  }

  @Test
  void aStandstillLastsAWhile() {
    crowded(0.1);
    crowded(1);

    crowded(0.1);
    assertThat(governor.standstill()).isPresent();
    crowded(0.1);
    assertThat(governor.standstill()).isEmpty();
  }

  @Test
  void aLookThatIsTooOldIsNone() {
    alone(0.1);

    now += Duration.ofSeconds(2).toNanos();
    assertThat(governor.standstill()).isEmpty();
    now++;
    assertThat(governor.standstill()).contains("the load cannot be seen");
  }

  @Test
  void clientsThatComeMakeItSmallAtOnce() {
    alone(0.1);

    crowded(0.7);

    assertThat(governor.share()).isEqualTo(0.1);
  }

  @Test
  void whatOurOwnWorkFillsSlowsItButDoesNotMakeClientsOfUs() {
    alone(0.1);
    alone(0.9);
    assertThat(governor.share()).isEqualTo(0.5);

    alone(0.5);

    assertThat(governor.share()).isEqualTo(1);
    assertThat(governor.chunkTime()).isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void aRestIsNeverLong() {
    crowded(0.1);

    assertThat(governor.restAfter(Duration.ofSeconds(30))).isEqualTo(Duration.ofSeconds(2));
  }

  /** A server that users alone bring to some utilisation, and each share of ours to some more. */
  @ParameterizedTest
  @ValueSource(doubles = {0.0, 0.3, 0.5, 0.65})
  void settlesBelowFourFifthsOfWhatAServerBears(double users) {
    List<Double> shares = simulate(share -> users + 2 * share, 0, 400);

    List<Double> settled = shares.subList(100, 400);
    double most = Collections.max(settled);
    double least = Collections.min(settled);
    assertThat(users + 2 * most).isLessThanOrEqualTo(0.8);
    assertThat(least).isGreaterThanOrEqualTo(0.02);
    assertThat(turns(settled)).as("turns of %s", settled).isLessThanOrEqualTo(2);
  }

  @Test
  void aNoisyServerDoesNotMakeItFlap() {
    List<Double> shares = simulate(share -> 0.4 + share, 0.1, 1000);

    long standstills = shares.stream().filter(share -> share == 0).count();
    double mean = shares.stream().mapToDouble(share -> share).average().orElse(0);
    assertThat(standstills).isZero();
    assertThat(mean).isGreaterThan(0.15);
  }

  /** What the server bears for each share, with noise up to so much around it. */
  private List<Double> simulate(DoubleUnaryOperator server, double noise, int looks) {
    Random random = new Random(7);
    List<Double> shares = new ArrayList<>();
    for (int i = 0; i < looks; i++) {
      double around = noise * (2 * random.nextDouble() - 1);
      crowded(server.applyAsDouble(governor.share()) + around);
      shares.add(governor.share());
    }
    return shares;
  }

  private static int turns(List<Double> shares) {
    int turns = 0;
    double direction = 0;
    for (int i = 1; i < shares.size(); i++) {
      double step = Math.signum(shares.get(i) - shares.get(i - 1));
      turns += step * direction < 0 ? 1 : 0;
      direction = step == 0 ? direction : step;
    }
    return turns;
  }

  private void alone(double utilisation) {
    look(LOOK, utilisation, false);
  }

  private void crowded(double utilisation) {
    look(LOOK, utilisation, true);
  }

  private void look(Duration after, double utilisation, boolean areClientsThere) {
    now += after.toNanos();
    Signal load = new Signal("threads running", utilisation, "threads running: " + utilisation);
    Signal clients = new Signal(Pressure.CLIENTS, areClientsThere ? 0.1 : 0, "clients");
    governor.observe(new Pressure(List.of(load, clients)), now);
  }
}
