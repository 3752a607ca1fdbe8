package dev.lowtide.scheduler.load;

import java.time.Duration;

/**
 * A transaction that may look at data as it was when it began. The first time that it touches a
 * table which was swapped since, it gets error 1412, <i>Table definition has changed</i>.
 *
 * @param age of the transaction, in which the view is no older
 */
public record ReadView(long threadId, String account, Duration age) {}
