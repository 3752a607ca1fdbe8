/**
 * One attempt at a run: have it checked, hold, rebuild, cut over, or give it all back.
 *
 * <p>In: an {@link dev.lowtide.scheduler.approval.ApprovedPlan} and an open {@link
 * dev.lowtide.scheduler.quiet.QuietWindow}; nothing runs without both. Out: an {@link
 * dev.lowtide.scheduler.execute.AttemptResult}. Its hands are ports. Looks into shrink, approval,
 * quiet, preflight, copy.
 */
@NullMarked
package dev.lowtide.scheduler.execute;

import org.jspecify.annotations.NullMarked;
