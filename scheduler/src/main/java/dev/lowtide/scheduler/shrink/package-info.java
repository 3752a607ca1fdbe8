/**
 * The nouns of shrinking: what a table occupies, what we would do, what was decided, what happened.
 *
 * <p>In and out: facts without behaviour beyond their own consistency. Looks into the proxy's
 * activity for the names of tables and nothing else.
 */
@NullMarked
package dev.lowtide.scheduler.shrink;

import org.jspecify.annotations.NullMarked;
