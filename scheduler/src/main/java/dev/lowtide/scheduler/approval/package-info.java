/**
 * Who may say yes, and what a yes is worth.
 *
 * <p>In: runs and people's names. Out: approvals, and {@link
 * dev.lowtide.scheduler.approval.ApprovedPlan}s that only this room can make. Cannot see load: no
 * machine talks itself into a yes. Looks into shrink.
 */
@NullMarked
package dev.lowtide.scheduler.approval;

import org.jspecify.annotations.NullMarked;
