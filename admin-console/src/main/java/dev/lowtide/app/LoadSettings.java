package dev.lowtide.app;

import static dev.lowtide.app.Limits.within;

import dev.lowtide.scheduler.LoadRetention;
import org.jspecify.annotations.Nullable;

/** How long it is kept what went on. */
final class LoadSettings {

  private LoadSettings() {}

  /**
   * The finest are the most: 90 days of ten seconds are 777,600 rows, and 400 of five minutes
   * 115,200.
   */
  static LoadRetention of(AppConfig.@Nullable Load load) throws ConfigException {
    LoadRetention usual = LoadRetention.DEFAULT;
    AppConfig.Load given = load == null ? new AppConfig.Load(null, null, null, null) : load;
    return new LoadRetention(
        within("load.fineFor", given.fineFor(), usual.fine(), "2h", "90d"),
        within("load.coarseFor", given.coarseFor(), usual.coarse(), "3d", "400d"),
        within("load.historyFor", given.historyFor(), usual.history(), "30d", "3650d"),
        within("load.runsFor", given.runsFor(), usual.runs(), "7d", "3650d"));
  }
}
