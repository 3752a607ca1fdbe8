/**
 * Where people see and decide: pages that work without JavaScript, and the same over REST.
 *
 * <p>In: requests. Out: pages, JSON, metrics. Everything it knows it asks through the operator's
 * window. Looks into operator and shrink.
 */
@NullMarked
package dev.lowtide.console;

import org.jspecify.annotations.NullMarked;
