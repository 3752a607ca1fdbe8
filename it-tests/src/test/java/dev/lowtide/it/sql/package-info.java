/**
 * What the proxy reads out of texts, held against those who know better: the server's own locks,
 * and parsers that know all of the grammar.
 */
@NullMarked
package dev.lowtide.it.sql;

import org.jspecify.annotations.NullMarked;
