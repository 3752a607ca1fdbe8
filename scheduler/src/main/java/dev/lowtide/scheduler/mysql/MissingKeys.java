package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Indexes that one table has and another lacks, in the server's own words: what is left of one
 * definition's text when the other's is taken away. Nothing in the words is understood; only where
 * each begins is looked for, by the kind and the quoted name that are known from elsewhere.
 *
 * @param keys such as {@code KEY `k` (`a`(10) DESC)}, in the order of the definition
 */
record MissingKeys(List<String> keys) {

  private static final String FULLTEXT = "FULLTEXT ";
  private static final List<String> KINDS = List.of("KEY ", FULLTEXT + "KEY ", "SPATIAL KEY ");
  private static final String SEPARATOR = ",\n  ";

  MissingKeys {
    keys = List.copyOf(keys);
  }

  /**
   * Takes one text away from another.
   *
   * @param names of the missing indexes in the order of the definition, one after the other there
   * @return nothing if the texts differ in anything else
   */
  static Optional<MissingKeys> of(String whole, String without, List<String> names) {
    if (names.isEmpty()) {
      return whole.equals(without) ? Optional.of(new MissingKeys(List.of())) : Optional.empty();
    }
    int length = whole.length() - without.length();
    int start = start(whole, without, names.get(0));
    return length <= 0 || start < 0
        ? Optional.empty()
        : split(whole.substring(start, start + length), names);
  }

  /** Statements that add them: all at once, but of FULLTEXT no two. */
  List<String> additionsTo(TableName table) {
    List<List<String>> groups = new ArrayList<>();
    boolean isOpen = false;
    for (String key : keys) {
      boolean isAlone = key.startsWith(FULLTEXT);
      if (!isOpen || isAlone) {
        groups.add(new ArrayList<>());
      }
      groups.get(groups.size() - 1).add(key);
      isOpen = !isAlone;
    }
    return groups.stream()
        .map(
            group ->
                group.stream()
                    .collect(
                        Collectors.joining(
                            ", ",
                            "ALTER TABLE " + table.quoted() + " ADD (",
                            "), ALGORITHM=INPLACE, LOCK=SHARED")))
        .toList();
  }

  /**
   * Where the missing part begins: both texts are the same before it, and after it. That alone may
   * be true of several places next to each other, so the first index must begin there.
   */
  private static int start(String whole, String without, String firstName) {
    int length = whole.length() - without.length();
    int same = 0;
    while (same < without.length() && whole.charAt(same) == without.charAt(same)) {
      same++;
    }
    for (int start = same; start >= 0; start--) {
      if (!whole.startsWith(without.substring(start), start + length)) {
        return -1;
      }
      if (begins(whole, start, firstName)) {
        return start;
      }
    }
    return -1;
  }

  private static Optional<MissingKeys> split(String part, List<String> names) {
    List<Integer> starts = new ArrayList<>();
    int from = 0;
    for (String name : names) {
      int start = from;
      while (start < part.length() && !begins(part, start, name)) {
        start++;
      }
      starts.add(start);
      from = start + 1;
    }
    starts.add(part.length());
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      if (starts.get(i) >= part.length()) {
        return Optional.empty();
      }
      keys.add(part.substring(starts.get(i) + SEPARATOR.length(), starts.get(i + 1)));
    }
    return Optional.of(new MissingKeys(keys));
  }

  /** A name inside of another would have its quotes doubled; and texts have no line breaks. */
  private static boolean begins(String text, int at, String name) {
    return KINDS.stream()
        .anyMatch(kind -> text.startsWith(SEPARATOR + kind + TableName.quoted(name) + " (", at));
  }
}
