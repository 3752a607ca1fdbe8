/**
 * Copies of tables, held against a real server: what is made of a definition, what the registry
 * remembers, and what is left behind.
 */
@NullMarked
package dev.lowtide.it.copy;

import org.jspecify.annotations.NullMarked;
