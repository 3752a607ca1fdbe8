/**
 * Envelopes: where packets begin and end in a byte stream. Payloads stay unread.
 *
 * <p>In: bytes in arbitrary cuts. Out: heads of payloads for those who read them. Looks into
 * nothing.
 */
@NullMarked
package dev.lowtide.proxy.frame;

import org.jspecify.annotations.NullMarked;
