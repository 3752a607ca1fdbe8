/**
 * Programs that measure or show something, to be run by hand: no part of the tests.
 *
 * <p>In: a server of their own. Out: figures. Looks into harness and chaos.
 */
@NullMarked
package dev.lowtide.it.bench;

import org.jspecify.annotations.NullMarked;
