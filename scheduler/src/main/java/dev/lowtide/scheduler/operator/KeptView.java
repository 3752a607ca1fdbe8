package dev.lowtide.scheduler.operator;

import java.util.ArrayList;
import java.util.List;

/**
 * What a session keeps beyond its transaction.
 *
 * @param xa where its XA transaction stands; empty if it has none
 * @param lockedTables those of LOCK TABLES, with r or w
 * @param userLocks how many of GET_LOCK() it may have
 * @param openCursors those that may have rows to fetch
 * @param preparedStatements how many there are
 * @param preparedTables the tables of all of these
 */
public record KeptView(
    String xa,
    List<String> lockedTables,
    int userLocks,
    List<String> openHandlers,
    int openCursors,
    List<String> temporaryTables,
    int preparedStatements,
    List<String> preparedTables) {

  public KeptView {
    lockedTables = List.copyOf(lockedTables);
    openHandlers = List.copyOf(openHandlers);
    temporaryTables = List.copyOf(temporaryTables);
    preparedTables = List.copyOf(preparedTables);
  }

  /** For people: what there is, and nothing of what there is not. */
  public List<String> words() {
    List<String> words = new ArrayList<>();
    if (!xa.isEmpty()) {
      words.add("XA transaction " + xa);
    }
    addNames(words, "LOCK TABLES ", lockedTables);
    addCount(words, userLocks, "user lock");
    addNames(words, "HANDLER ", openHandlers);
    addCount(words, openCursors, "open cursor");
    addNames(words, "temporary ", temporaryTables);
    addCount(words, preparedStatements, "prepared statement");
    return words;
  }

  private static void addNames(List<String> words, String what, List<String> names) {
    if (!names.isEmpty()) {
      words.add(what + String.join(", ", names));
    }
  }

  private static void addCount(List<String> words, int count, String what) {
    if (count > 0) {
      words.add(count + " " + what + (count == 1 ? "" : "s"));
    }
  }
}
