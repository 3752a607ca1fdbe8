package dev.lowtide.proxy.hold;

import dev.lowtide.proxy.activity.Footprint;

/**
 * A statement that has not been sent on yet, as a hold sees it.
 *
 * @param statement what it will touch
 * @param transaction what its session's open transaction has touched already
 * @param opensReadView whether it would take a read view that outlives the statement
 */
public record StatementBoundary(
    Footprint statement, Footprint transaction, boolean opensReadView) {}
