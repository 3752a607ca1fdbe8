/**
 * What must be so before a run: one small class a check.
 *
 * <p>In: a plan, and facts that are read of the server all at once. Out: a {@link
 * dev.lowtide.scheduler.shrink.CheckResult} for each check, in words that name the value and the
 * fix. Looks into shrink, plan, copy.
 */
@NullMarked
package dev.lowtide.scheduler.preflight;

import org.jspecify.annotations.NullMarked;
