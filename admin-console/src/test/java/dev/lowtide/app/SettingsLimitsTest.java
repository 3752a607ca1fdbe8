package dev.lowtide.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.scheduler.SchedulerConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsLimitsTest {

  @TempDir private Path folder;
  private Configs configs;

  @BeforeEach
  void setUp() {
    configs = new Configs(folder);
  }

  @ParameterizedTest
  @CsvSource({
    "proxy.sessionsMax, 0, 1, 100000, 100001",
    "proxy.eventLoops, 0, 1, 256, 257",
    "shrink.attemptsMax, 0, 1, 1000, 1001",
    "candidates.percentMin, 0, 1, 99, 100",
    "candidates.tablesMax, 0, 1, 1000, 1001",
    "quiet.openTransactionsMax, -1, 0, 100000, 100001",
    "quiet.historyLengthMax, -1, 0, 1000000000, 1000000001",
    "quiet.checkpointAgePercentMax, -1, 0, 100, 101",
    "quiet.slowerThanUsualMax, 0.9, 1.0, 1000.0, 1000.1",
  })
  void numbersHaveLimits(String setting, String under, String least, String most, String over) {
    assertTaken(setting, least);
    assertTaken(setting, most);
    assertRefused(setting, under, least + " to " + most);
    assertRefused(setting, over, least + " to " + most);
  }

  @ParameterizedTest
  @CsvSource({
    "proxy.dialTimeout, 99ms, 100ms, 1m, 60001ms",
    "proxy.loginTimeout, 999ms, 1s, 10m, 600001ms",
    "shrink.retryAfter, 999ms, 1s, 24h, 86400001ms",
    "quiet.quietFor, -1ms, 0s, 1h, 3600001ms",
    "quiet.transactionAgeMax, 999ms, 1s, 24h, 86400001ms",
    "quiet.tableUnwrittenFor, -1ms, 0s, 1h, 3600001ms",
    "quiet.slowFloor, 0s, 1ms, 1m, 60001ms",
    "quiet.readViewAgeMax, -1ms, 0s, 24h, 86400001ms",
    "quiet.replicaLagMax, -1ms, 0s, 24h, 86400001ms",
    "candidates.paybackMin, -1ms, 0s, 87600h, 87601h",
    "candidates.measureEvery, 599999ms, 10m, 720h, 721h",
    "candidates.historyFor, 167h, 168h, 87600h, 87601h",
    "load.fineFor, 119m, 2h, 2160h, 2161h",
    "load.coarseFor, 71h, 72h, 9600h, 9601h",
    "load.runsFor, 167h, 168h, 87600h, 87601h",
    "copy.cutOverMax, 49ms, 50ms, 5s, 5001ms",
    "copy.keepOldFor, -1ms, 0s, 720h, 721h",
    "copy.replicaLagMax, 999ms, 1s, 24h, 86400001ms",
  })
  void durationsHaveLimits(String setting, String under, String least, String most, String over) {
    assertTaken(setting, least);
    assertTaken(setting, most);
    assertRefused(setting, under, least + " to " + most);
    assertRefused(setting, over, least + " to " + most);
  }

  @ParameterizedTest
  @CsvSource({"load.historyFor, 719h", "load.historyFor, 87601h"})
  void historyHasLimits(String setting, String value) {
    assertRefused(setting, value, "720h to 87600h");
  }

  /** What is coarse is what is left when the fine is gone. */
  @Test
  void whatIsCoarserIsKeptNoShorter() {
    assertRefused("load.historyFor", "720h", "at least load.coarseFor, 2160h");
    assertTaken("load.historyFor", "2160h");
  }

  /** Drained for a negative time or until the process is killed is not drained. */
  @ParameterizedTest
  @CsvSource({"-1s", "876000h"})
  void drainingHasLimits(String drainFor) {
    assertRefused("proxy.drainFor", drainFor);
  }

  /** Nothing is above what is not a number, so all would be quiet. */
  @ParameterizedTest
  @CsvSource({
    "quiet.statementsPerSecondMax, NaN",
    "quiet.statementsPerSecondMax, -1.0",
    "quiet.slowerThanUsualMax, NaN",
    "quiet.commandsInFlightMax, -1",
    "quiet.threadsRunningMax, -1",
  })
  void whatCountsAsQuietIsANumberOfThings(String setting, String value) {
    assertRefused(setting, value);
  }

  @ParameterizedTest
  @CsvSource({
    "quiet.statementsPerSecondMax, 0",
    "quiet.commandsInFlightMax, 0",
    "quiet.threadsRunningMax, 0",
    "candidates.fileSizeMin, 0",
  })
  void nothingAtAllMayBeAskedFor(String setting, String value) {
    assertTaken(setting, value);
  }

  @Test
  void clientsMayWaitAsLongAsTheHoldLasts() throws Exception {
    SchedulerConfig longest = shrink("clientWaitMax: 5s, holdDeadline: 5s");
    SchedulerConfig shortest = shrink("clientWaitMax: 50ms, holdDeadline: 100ms");

    assertThat(longest.clientWaitMax()).isEqualTo(longest.holdDeadline());
    assertThat(shortest.clientWaitMax()).isEqualTo(Duration.ofMillis(50));
    assertThat(shortest.holdDeadline()).isEqualTo(Duration.ofMillis(100));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "clientWaitMax: 49ms | shrink.clientWaitMax: 49ms (expected: 50ms to 5s)",
        "clientWaitMax: 5001ms | shrink.clientWaitMax: 5001ms (expected: 50ms to 5s)",
        "clientWaitMax: 50ms, holdDeadline: 99ms | shrink.holdDeadline: 99ms (expected: 100ms to"
            + " 5s)",
        "holdDeadline: 5001ms | shrink.holdDeadline: 5001ms (expected: 100ms to 5s)",
        "clientWaitMax: 2001ms | shrink.clientWaitMax: 2001 ms (expected: at most"
            + " shrink.holdDeadline, 2000 ms)",
        "clientWaitMax: 1001ms, holdDeadline: 1s | shrink.clientWaitMax: 1001 ms (expected: at most"
            + " shrink.holdDeadline, 1000 ms)",
        "holdDeadline: 499ms | shrink.clientWaitMax: 500 ms (expected: at most shrink.holdDeadline,"
            + " 499 ms)",
      })
  void whatClientsWouldWaitForTooLongIsRefused(String shrink, String words) {
    assertThatThrownBy(() -> shrink(shrink)).isInstanceOf(ConfigException.class).hasMessage(words);
  }

  private SchedulerConfig shrink(String settings) throws Exception {
    return configs.settings(Configs.LEAST + "shrink: { " + settings + " }\n").scheduler();
  }

  private void assertTaken(String setting, String value) {
    assertThatCode(() -> configs.settings(Configs.with(setting, value)))
        .as("%s: %s", setting, value)
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "user: lowtide | user: ' ' | target.user: ' ' (expected: a name)",
      })
  void whatIsNeededIsNotEmpty(String good, String bad, String words) {
    assertThatThrownBy(() -> configs.settings(Configs.LEAST.replace(good, bad)))
        .isInstanceOf(ConfigException.class)
        .hasMessage(words);
  }

  @Test
  void replicasHavePortsThatCanBeReached() {
    assertThatThrownBy(() -> configs.settings(Configs.with("target.replicas", "[ \"db2:0\" ]")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("target.replicas: 'db2:0' (expected: a port from 1 to 65535)");
  }

  @ParameterizedTest
  @CsvSource({
    "copy.spoolMax, 15MiB, 16MiB, 1024TiB, 1025TiB",
    "copy.diskReserve, -1B, 0B, 1024TiB, 1025TiB"
  })
  void sizesHaveLimits(String setting, String under, String least, String most, String over) {
    assertTaken(setting, least);
    assertTaken(setting, most);
    for (String beyond : List.of(under, over)) {
      assertThatThrownBy(() -> configs.settings(Configs.with(setting, beyond)))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining(setting.substring(setting.indexOf('.') + 1));
    }
  }

  @Test
  void theBackendHasAPortThatCanBeReached() {
    assertThatThrownBy(() -> configs.settings(Configs.LEAST.replace(":3306", ":0")))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            configs.file()
                + ":2: proxy.backend: '127.0.0.1:0' (expected: a host, and a port from 1 to"
                + " 65535)");
  }

  private void assertRefused(String setting, String value, String expected) {
    assertThatThrownBy(() -> configs.settings(Configs.with(setting, value)))
        .isInstanceOf(ConfigException.class)
        .hasMessage(setting + ": " + value + " (expected: " + expected + ")");
  }

  private void assertRefused(String setting, String value) {
    assertThatThrownBy(() -> configs.settings(Configs.with(setting, value)))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(setting + ": " + value + " (expected: ");
  }
}
