/**
 * The conversation: follows both sides' packets far enough to know what a session is doing.
 *
 * <p>In: heads of payloads, in order. Out: where commands and replies begin and end, snapshots, and
 * events for the activity feed. Has no channels, no threads and no clock of its own. Looks into
 * frame, protocol, sql, activity and hold's question.
 */
@NullMarked
package dev.lowtide.proxy.session;

import org.jspecify.annotations.NullMarked;
