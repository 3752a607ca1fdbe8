package dev.lowtide.scheduler.copy;

/**
 * What a copy is made with.
 *
 * @param log of the server on which the original is
 * @param sessions opens the one that writes
 * @param feeds opens the changes of the original
 * @param watchers look at what surrounds it
 * @param longWork does what keeps its thread for long
 */
public record CopyParts(
    ServerLog log,
    CopyRegistry registry,
    ShadowTables shadows,
    CopySession.Source sessions,
    ChangeFeed.Source feeds,
    Watchers.Source watchers,
    LongWork.Source longWork,
    Throttle throttle,
    CopyProgress progress,
    Pace pace) {}
