/**
 * Programs that do to a Lowtide what nobody should, and then do the sums: money moved between
 * accounts under endless holds, and random tables written at random while they are shrunk.
 *
 * <p>In: a server, a proxy, a number to begin from. Out: what was lost, doubled or changed, and the
 * number to see it again. Looks into harness.
 */
@NullMarked
package dev.lowtide.it.chaos;

import org.jspecify.annotations.NullMarked;
