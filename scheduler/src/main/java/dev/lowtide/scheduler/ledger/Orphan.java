package dev.lowtide.scheduler.ledger;

import java.time.Duration;

/**
 * A session that has ended at the proxy and goes on at the server, with whatever it holds.
 *
 * @param endedFor how long ago its client was gone
 */
public record Orphan(ServerSession session, Duration endedFor) {}
