package dev.lowtide.proxy.hold;

import dev.lowtide.proxy.activity.Footprint;

/**
 * A statement that has not been sent on yet, as a hold sees it.
 *
 * @param statement what it will touch
 * @param kept what its session may have locks on already: what its open transaction has touched,
 *     what LOCK TABLES has locked, what HANDLER has open
 * @param opensReadView whether it would take a read view that outlives the statement
 */
public record StatementBoundary(Footprint statement, Footprint kept, boolean opensReadView) {}
