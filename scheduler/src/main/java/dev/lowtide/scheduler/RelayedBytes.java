package dev.lowtide.scheduler;

import java.util.function.LongSupplier;

/**
 * How many bytes have come in at the proxy since it was started. Safe for any thread.
 *
 * @param fromClients as clients sent them
 * @param fromServer as the server sent them
 */
public record RelayedBytes(LongSupplier fromClients, LongSupplier fromServer) {}
