/**
 * Letters: what the bytes of a payload mean, as records and enums. Knows no conversation.
 *
 * <p>In: one payload. Out: one record, or a {@link
 * dev.lowtide.proxy.protocol.MalformedPacketException}. Names and layouts are those of the MySQL
 * Client/Server Protocol documentation. Looks into nothing.
 */
@NullMarked
package dev.lowtide.proxy.protocol;

import org.jspecify.annotations.NullMarked;
