/**
 * Plumbing: moves bytes between a client and its backend, and applies holds.
 *
 * <p>In: two channels on one event loop. Out: the same bytes on the other one, back-pressure, TLS
 * on both legs, an end on both sides. Knows no meaning: what bytes say is asked of session. Looks
 * into session, frame, protocol, hold.
 */
@NullMarked
package dev.lowtide.proxy.relay;

import org.jspecify.annotations.NullMarked;
