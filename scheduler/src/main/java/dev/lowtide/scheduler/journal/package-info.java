/**
 * What must survive a restart: runs, their history and reports, decisions, people, what went on.
 *
 * <p>In and out: nouns, over JDBC. Every change of a run is one transaction with its step and its
 * line in the audit trail. Looks into shrink and operator.
 */
@NullMarked
package dev.lowtide.scheduler.journal;

import org.jspecify.annotations.NullMarked;
