/**
 * When is it quiet? Verdicts with reasons, and windows that only this room can vouch for.
 *
 * <p>In: load snapshots and a policy. Out: {@link dev.lowtide.scheduler.quiet.QuietVerdict}. What
 * cannot be seen is blind, and blind is busy. Looks into load.
 */
@NullMarked
package dev.lowtide.scheduler.quiet;

import org.jspecify.annotations.NullMarked;
