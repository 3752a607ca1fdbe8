package dev.lowtide.proxy.sql;

/**
 * A way to read a text, where its bytes alone do not say what the server makes of them.
 *
 * <p>The server tells its clients whether backslashes escape, but neither whether sql_mode has
 * ANSI_QUOTES, in which they do not between double quotes, nor which version comments it takes for
 * SQL. A text with such places is read in every way, and all that any of them names is touched.
 */
record Reading(
    boolean hasBackslashEscapes, boolean hasAnsiQuotes, boolean isWithoutVersionComments) {

  static Reading first(boolean hasBackslashEscapes) {
    return new Reading(hasBackslashEscapes, false, false);
  }

  Reading withAnsiQuotes() {
    return new Reading(hasBackslashEscapes, true, isWithoutVersionComments);
  }

  Reading withoutVersionComments() {
    return new Reading(hasBackslashEscapes, hasAnsiQuotes, true);
  }
}
