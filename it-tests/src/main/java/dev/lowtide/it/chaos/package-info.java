/**
 * Money moved between accounts while everything around it is held, released and killed; the sums
 * tell whether anything was lost or done twice.
 */
@NullMarked
package dev.lowtide.it.chaos;

import org.jspecify.annotations.NullMarked;
