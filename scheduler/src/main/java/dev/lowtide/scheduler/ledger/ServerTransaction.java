package dev.lowtide.scheduler.ledger;

import java.time.Duration;

/**
 * A transaction that outlives its statements, or may.
 *
 * @param trxId InnoDB's id for it; 0 while it has touched nothing there
 * @param xaState as events_transactions_current has it; empty if it is none
 */
public record ServerTransaction(long trxId, String isolation, String xaState, Duration age) {}
