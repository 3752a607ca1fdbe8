/**
 * The main job for everybody to see: a shop at work, and its order history made smaller beneath it.
 *
 * <p>In: nothing. Out: a report, and an exit code that is 0 only if nobody was hurt. Looks into
 * harness.
 */
@NullMarked
package dev.lowtide.it.demo;

import org.jspecify.annotations.NullMarked;
