package dev.lowtide.app;

import static dev.lowtide.app.Limits.orDefault;
import static dev.lowtide.app.Limits.within;

import dev.lowtide.scheduler.quiet.QuietPolicy;
import org.jspecify.annotations.Nullable;

/** The policy on quiet, which has most of the numbers. */
final class QuietSettings {

  private QuietSettings() {}

  static QuietPolicy of(AppConfig.@Nullable Quiet quiet) throws ConfigException {
    QuietPolicy policy = QuietPolicy.DEFAULT;
    if (quiet == null) {
      return policy;
    }
    return new QuietPolicy(
        within("quiet.quietFor", quiet.quietFor(), policy.quietFor(), "0s", "1h"),
        within(
            "quiet.statementsPerSecondMax",
            orDefault(quiet.statementsPerSecondMax(), policy.statementsPerSecondMax()),
            0.0,
            1_000_000.0,
            String::valueOf),
        within(
            "quiet.commandsInFlightMax",
            orDefault(quiet.commandsInFlightMax(), policy.commandsInFlightMax()),
            0,
            100_000),
        within(
            "quiet.threadsRunningMax",
            orDefault(quiet.threadsRunningMax(), policy.threadsRunningMax()),
            0,
            100_000),
        within(
            "quiet.transactionAgeMax",
            quiet.transactionAgeMax(),
            policy.transactionAgeMax(),
            "1s",
            "24h"),
        within(
            "quiet.tableUnwrittenFor",
            quiet.tableUnwrittenFor(),
            policy.tableUnwrittenFor(),
            "0s",
            "1h"),
        policy.signalAgeMax());
  }
}
