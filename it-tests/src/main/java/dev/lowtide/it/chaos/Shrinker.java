package dev.lowtide.it.chaos;

/** Whatever makes a table smaller while others write to it. */
@FunctionalInterface
public interface Shrinker {

  /**
   * Returns when it has ended, well or not: what it came to, in a word or a sentence. The table's
   * rows must be what they were in either case.
   */
  String shrink(String schema, String table) throws Exception;
}
