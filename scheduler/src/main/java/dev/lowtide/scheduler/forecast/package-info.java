/**
 * What is to be expected: how long a run takes, and how soon its table is bloated again.
 *
 * <p>In: what was measured of runs and of tables before. Out: a {@link
 * dev.lowtide.scheduler.shrink.Forecast} and a {@link dev.lowtide.scheduler.shrink.Payback}. Pure
 * arithmetic. Looks into shrink and activity.
 */
@NullMarked
package dev.lowtide.scheduler.forecast;

import org.jspecify.annotations.NullMarked;
