/**
 * Authentication where the two legs differ: what a client may say on its leg and what the server
 * wants to hear on the other, packet by packet. Knows no channel.
 *
 * <p>In: the payloads of one login. Out: the payloads that the other side understands, or a
 * refusal. A password never leaves for a leg on which others could read it. Looks into protocol.
 */
@NullMarked
package dev.lowtide.proxy.auth;

import org.jspecify.annotations.NullMarked;
