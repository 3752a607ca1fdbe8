/**
 * Tells others outside what happened, each by a signed request to an address of theirs.
 *
 * <p>In: lines of the audit trail, one after the other. Out: requests, repeated until they are
 * answered. Looks into operator.
 */
@NullMarked
package dev.lowtide.webhook;

import org.jspecify.annotations.NullMarked;
