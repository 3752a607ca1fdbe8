/**
 * The window in: make new statements on a table wait at the proxy for a moment, or end one session
 * that a person has decided on.
 *
 * <p>In: a {@link dev.lowtide.proxy.hold.HoldRequest} with a scope, a budget and a hard deadline.
 * Out: a {@link dev.lowtide.proxy.hold.Hold} that tells who waits and how long, and which sessions
 * are still awaited. Whatever happens to the holder, no statement waits longer than the deadline.
 * Sessions and threads are the relay's, behind a {@link dev.lowtide.proxy.hold.Lookout}. Looks into
 * activity for the names of tables and for what sessions have open.
 */
@NullMarked
package dev.lowtide.proxy.hold;

import org.jspecify.annotations.NullMarked;
