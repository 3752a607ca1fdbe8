package dev.lowtide.app;

import static dev.lowtide.app.Limits.orDefault;
import static dev.lowtide.app.Limits.within;

import dev.lowtide.scheduler.quiet.QuietPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The policy on quiet, which has most of the numbers. */
final class QuietSettings {

  private static final AppConfig.Quiet NOTHING_GIVEN =
      new AppConfig.Quiet(
          null, null, null, null, null, null, null, null, null, null, null, null, null);

  private QuietSettings() {}

  /**
   * @param clientWaitMax how long a hold can wait for a read view to end, if nothing else is said
   */
  static QuietPolicy of(AppConfig.@Nullable Quiet quiet, Duration clientWaitMax)
      throws ConfigException {
    QuietPolicy policy = QuietPolicy.DEFAULT;
    AppConfig.Quiet given = quiet == null ? NOTHING_GIVEN : quiet;
    return new QuietPolicy(
        within("quiet.quietFor", given.quietFor(), policy.quietFor(), "0s", "1h"),
        within(
            "quiet.statementsPerSecondMax",
            orDefault(given.statementsPerSecondMax(), policy.statementsPerSecondMax()),
            0.0,
            1_000_000.0,
            String::valueOf),
        count(
            "quiet.commandsInFlightMax", given.commandsInFlightMax(), policy.commandsInFlightMax()),
        within(
            "quiet.slowerThanUsualMax",
            orDefault(given.slowerThanUsualMax(), policy.slowerThanUsualMax()),
            1.0,
            1_000.0,
            String::valueOf),
        within("quiet.slowFloor", given.slowFloor(), policy.slowFloor(), "1ms", "1m"),
        count("quiet.threadsRunningMax", given.threadsRunningMax(), policy.threadsRunningMax()),
        count(
            "quiet.openTransactionsMax", given.openTransactionsMax(), policy.openTransactionsMax()),
        within(
            "quiet.transactionAgeMax",
            given.transactionAgeMax(),
            policy.transactionAgeMax(),
            "1s",
            "24h"),
        within("quiet.replicaLagMax", given.replicaLagMax(), policy.replicaLagMax(), "0s", "24h"),
        within(
            "quiet.historyLengthMax",
            orDefault(given.historyLengthMax(), policy.historyLengthMax()),
            0,
            1_000_000_000),
        within(
            "quiet.checkpointAgePercentMax",
            orDefault(given.checkpointAgePercentMax(), policy.checkpointAgePercentMax()),
            0,
            100),
        within(
            "quiet.tableUnwrittenFor",
            given.tableUnwrittenFor(),
            policy.tableUnwrittenFor(),
            "0s",
            "1h"),
        within("quiet.readViewAgeMax", given.readViewAgeMax(), clientWaitMax, "0s", "24h"),
        policy.signalAgeMax());
  }

  /** As many as there can be sessions. */
  private static int count(String setting, @Nullable Integer given, int otherwise)
      throws ConfigException {
    return within(setting, orDefault(given, otherwise), 0, 100_000);
  }
}
