/**
 * Plumbing: moves bytes between a client and its backend, and applies holds.
 *
 * <p>In: two channels on one event loop. Out: the same bytes on the other one, back-pressure, TLS
 * on each leg, an end on both sides. Knows no meaning: what bytes say is asked of session, and of
 * auth where the legs differ. Looks into session, auth, frame, protocol, hold.
 */
@NullMarked
package dev.lowtide.proxy.relay;

import org.jspecify.annotations.NullMarked;
