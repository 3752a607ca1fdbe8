package dev.lowtide.it.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of the corpus: how it is made, filled by the server itself, and what is done to it then.
 * Expressions may name {@code i}, the number of a row from 0, and {@code seed}.
 *
 * @param rows at scale 1
 * @param definition columns and keys, in brackets
 * @param options behind the brackets
 * @param values an expression for each of {@link #columns}
 * @param changes statements with {@code {t}} for the table, after it is filled
 */
record CorpusTable(
    String name,
    long rows,
    String definition,
    String options,
    List<String> columns,
    List<String> values,
    List<String> changes) {

  CorpusTable {
    columns = List.copyOf(columns);
    values = List.copyOf(values);
    changes = List.copyOf(changes);
  }

  static CorpusTable of(String name, long rows, String definition) {
    return new CorpusTable(name, rows, definition, "", List.of(), List.of(), List.of());
  }

  CorpusTable options(String more) {
    return new CorpusTable(name, rows, definition, more, columns, values, changes);
  }

  CorpusTable with(String column, String value) {
    return new CorpusTable(
        name, rows, definition, options, plus(columns, column), plus(values, value), changes);
  }

  /** Another table that is filled like this one. */
  CorpusTable as(String suffix) {
    return new CorpusTable(name + suffix, rows, definition, options, columns, values, changes);
  }

  CorpusTable then(String... statements) {
    List<String> more = new ArrayList<>(changes);
    more.addAll(List.of(statements));
    return new CorpusTable(name, rows, definition, options, columns, values, more);
  }

  /** Each row with the same likelihood. */
  CorpusTable scattered(int percent) {
    return as("_scattered_" + percent)
        .then("DELETE FROM {t} WHERE CRC32(CONCAT('s', n)) % 100 < " + percent);
  }

  /** Long stretches of rows, so many tenths of all, and a few rows in between. */
  CorpusTable ranged(int tenths) {
    return as("_ranged_" + tenths * 10)
        .then("DELETE FROM {t} WHERE n DIV ({rows} DIV 30) % 10 < " + tenths + " OR n % 50 = 0");
  }

  /** Short stretches of rows, each with the same likelihood. */
  CorpusTable random(int percent) {
    return as("_random_" + percent)
        .then(
            "DELETE FROM {t} WHERE CRC32(CONCAT('r', n DIV (1 + n % 7 * 40))) % 100 < " + percent);
  }

  private static List<String> plus(List<String> list, String one) {
    List<String> more = new ArrayList<>(list);
    more.add(one);
    return more;
  }
}
