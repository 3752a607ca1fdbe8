/**
 * What would we do, and is it worth it?
 *
 * <p>In: a {@link dev.lowtide.scheduler.plan.TablespaceCatalog}. Out: candidates, and plans with
 * exact statements, or a refusal in words. Looks into shrink, copy, estimate and forecast.
 */
@NullMarked
package dev.lowtide.scheduler.plan;

import org.jspecify.annotations.NullMarked;
