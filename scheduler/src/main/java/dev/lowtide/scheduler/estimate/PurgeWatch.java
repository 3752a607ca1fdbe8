package dev.lowtide.scheduler.estimate;

/** Looks at what a server has not purged yet. Safe for any thread. */
@FunctionalInterface
public interface PurgeWatch {

  PurgeDebt look();
}
