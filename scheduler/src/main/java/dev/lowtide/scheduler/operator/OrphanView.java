package dev.lowtide.scheduler.operator;

import java.time.Duration;

/**
 * A session that the server goes on with although its client is gone.
 *
 * @param client where its client was
 * @param sinceEnded since the proxy closed it
 * @param statement what the server is still doing in it, without its literals
 */
public record OrphanView(
    long threadId, String user, String client, Duration sinceEnded, String statement) {}
