/**
 * The control plane's only window out: everything a person can ask or decide.
 *
 * <p>In: questions and decisions, with the name of who makes them. Out: views and nouns. Looks into
 * shrink.
 */
@NullMarked
package dev.lowtide.scheduler.operator;

import org.jspecify.annotations.NullMarked;
