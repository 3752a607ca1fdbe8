package dev.lowtide.app;

import static dev.lowtide.app.Limits.orDefault;
import static dev.lowtide.app.Limits.within;

import dev.lowtide.scheduler.CopyConfig;
import dev.lowtide.scheduler.CopyConfig.Replica;
import dev.lowtide.scheduler.CopyLimits;
import dev.lowtide.scheduler.copy.GovernorPolicy;
import dev.lowtide.scheduler.shrink.ByteSize;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How tables are copied, and which replicas are looked at meanwhile. */
final class CopySettings {

  private static final AppConfig.Copy NOTHING_GIVEN =
      new AppConfig.Copy(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
          null);

  /** Each is asked for its lag twice a second. */
  private static final int REPLICAS_MAX = 32;

  /** With less a copy would not get on. */
  private static final int SHARE_PERCENT_MIN = 2;

  private CopySettings() {}

  static CopyConfig of(AppConfig.@Nullable Copy copy, @Nullable List<HostPort> replicas)
      throws ConfigException {
    CopyConfig usual = CopyConfig.DEFAULT;
    AppConfig.Copy given = copy == null ? NOTHING_GIVEN : copy;
    return new CopyConfig(
        within("copy.cutOverMax", given.cutOverMax(), usual.cutOverMax(), "50ms", "5s"),
        within("copy.keepOldFor", given.keepOldFor(), usual.keepOldFor(), "0s", "30d"),
        orDefault(given.keepInStep(), usual.isKeptInStep()),
        size("copy.diskReserve", given.diskReserve(), usual.diskReserve(), "0B"),
        size("copy.spoolMax", given.spoolMax(), usual.spoolMax(), "16MiB"),
        given.unwatchedReplicas() == AppConfig.UnwatchedReplicas.ALLOWED,
        replicas(replicas));
  }

  /** What the server may bear meanwhile. */
  static CopyLimits limits(AppConfig.@Nullable Copy copy) throws ConfigException {
    CopyLimits usual = CopyLimits.DEFAULT;
    AppConfig.Copy given = copy == null ? NOTHING_GIVEN : copy;
    return new CopyLimits(
        governor(given, usual.governor()),
        count("copy.threadsRunningMax", given.threadsRunningMax(), usual.threadsRunningMax()),
        count("copy.commandsInFlightMax", given.commandsInFlightMax(), usual.commandsInFlightMax()),
        within(
            "copy.slowerThanUsualMax",
            orDefault(given.slowerThanUsualMax(), usual.slowerThanUsualMax()),
            1.01,
            1_000.0,
            String::valueOf),
        within(
            "copy.historyLengthMax",
            orDefault(given.historyLengthMax(), usual.historyLengthMax()),
            1,
            1_000_000_000),
        within(
            "copy.checkpointAgePercentMax",
            orDefault(given.checkpointAgePercentMax(), usual.checkpointAgePercentMax()),
            1,
            100),
        within("copy.replicaLagMax", given.replicaLagMax(), usual.replicaLagMax(), "1s", "24h"));
  }

  private static GovernorPolicy governor(AppConfig.Copy given, GovernorPolicy usual)
      throws ConfigException {
    int percent =
        orDefault(given.shareWithClientsMax(), (int) Math.round(100 * usual.shareWithClientsMax()));
    Duration openFor =
        within("copy.breakerOpenFor", given.breakerOpenFor(), usual.breakFor(), "1s", "1h");
    Duration openForMax =
        within(
            "copy.breakerOpenForMax", given.breakerOpenForMax(), usual.breakForMax(), "1s", "24h");
    if (openForMax.compareTo(openFor) < 0) {
      throw new ConfigException(
          "copy.breakerOpenForMax: "
              + Durations.format(openForMax)
              + " (expected: at least copy.breakerOpenFor, "
              + Durations.format(openFor)
              + ")");
    }
    return new GovernorPolicy(
        within("copy.shareWithClientsMax", percent, SHARE_PERCENT_MIN, 100) / 100.0,
        within(
            "copy.breakerStandstillsMax",
            orDefault(given.breakerStandstillsMax(), usual.standstillsMax()),
            0,
            1_000),
        openFor,
        openForMax);
  }

  /** As many as there can be sessions. */
  private static int count(String setting, @Nullable Integer given, int otherwise)
      throws ConfigException {
    return within(setting, orDefault(given, otherwise), 1, 100_000);
  }

  private static List<Replica> replicas(@Nullable List<HostPort> given) throws ConfigException {
    List<HostPort> replicas = given == null ? List.of() : given;
    within("target.replicas", replicas.size(), 0, REPLICAS_MAX);
    for (HostPort replica : replicas) {
      if (replica.port() == 0) {
        throw new ConfigException(
            "target.replicas: '" + replica + "' (expected: a port from 1 to 65535)");
      }
    }
    return replicas.stream().map(replica -> new Replica(replica.host(), replica.port())).toList();
  }

  private static ByteSize size(
      String setting, @Nullable ByteSize given, ByteSize otherwise, String least)
      throws ConfigException {
    return within(
        setting,
        orDefault(given, otherwise),
        ByteSize.parse(least),
        ByteSize.parse("1024TiB"),
        String::valueOf);
  }
}
