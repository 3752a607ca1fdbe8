package dev.lowtide.proxy.sql;

import dev.lowtide.proxy.activity.Footprint;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text of one command: a statement, or several with semicolons between.
 *
 * <p>The first words decide what a statement is and what it announces; from there on the {@link
 * TableCollector} sees every token. What is not certain (a word nobody knows, a text cut short) is
 * unknown; where the bytes alone do not say how they are to be read, every {@link Reading} counts.
 */
public final class StatementReader {

  private StatementReader() {}

  /**
   * The facts of a text.
   *
   * @param schema the session's current schema, or empty
   * @param isWhole whether this is all of the text; what was cut off may touch anything
   */
  public static StatementFacts read(
      String sql, String schema, boolean hasBackslashEscapes, boolean isWhole) {
    StatementFacts facts = read(sql, schema, hasBackslashEscapes);
    return isWhole ? facts : facts.with(facts.footprint().plus(Footprint.UNKNOWN));
  }

  private static StatementFacts read(String sql, String schema, boolean hasBackslashEscapes) {
    Reading first = Reading.first(hasBackslashEscapes);
    TextReader reader = new TextReader(sql, first, schema);
    StatementFacts facts = reader.read();
    if (reader.alternatives().isEmpty()) {
      return facts;
    }
    Set<Reading> known = new LinkedHashSet<>(reader.alternatives());
    Set<Reading> read = new HashSet<>(Set.of(first));
    for (Reading next = next(known, read); next != null; next = next(known, read)) {
      reader = new TextReader(sql, next, schema);
      facts = facts.or(reader.read());
      known.addAll(reader.alternatives());
    }
    return facts;
  }

  /** One that was not used yet; two questions with two answers each make four at most. */
  private static @Nullable Reading next(Set<Reading> known, Set<Reading> read) {
    return known.stream().filter(read::add).findFirst().orElse(null);
  }
}
