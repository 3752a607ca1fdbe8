/**
 * When may a run be at work at all? Windows that somebody agreed on, and freezes in which nothing
 * begins.
 *
 * <p>In: local times with their time zones. Out: whether it is open, until when, and why not. Looks
 * into nothing.
 */
@NullMarked
package dev.lowtide.scheduler.calendar;

import org.jspecify.annotations.NullMarked;
