/**
 * What every session touches, by the proxy's word and by the server's.
 *
 * <p>In: the proxy's sessions, and what a {@link dev.lowtide.scheduler.ledger.ServerLedger} and a
 * {@link dev.lowtide.scheduler.ledger.DictionarySource} bring from the target. Out: the {@link
 * dev.lowtide.proxy.activity.Reach} of a table, and {@link
 * dev.lowtide.scheduler.ledger.Reconciliation}s. The server is the truth; what cannot be asked is
 * blind. Looks into activity.
 */
@NullMarked
package dev.lowtide.scheduler.ledger;

import org.jspecify.annotations.NullMarked;
