package dev.lowtide.it.chaos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * The key by which a table's rows are told apart: one column to four.
 *
 * @param isSerial the first column is AUTO_INCREMENT
 * @param isPrimary otherwise it is a unique key without NULLs, and there is no primary key
 */
record KeyShape(List<Part> parts, boolean isSerial, boolean isPrimary) {

  /** One of its columns. */
  record Part(String name, KeyKind kind, boolean isDescending) {

    String indexed() {
      return name + (isDescending ? " DESC" : "");
    }

    String literal(long number, int spelling) {
      return kind.values().literal(number, spelling % kind.spellings());
    }
  }

  private static final int PARTS_MAX = 4;

  KeyShape {
    parts = List.copyOf(parts);
  }

  static KeyShape any(Random random) {
    boolean isPrimary = random.nextInt(7) != 0;
    if (random.nextInt(10) < 3) {
      Part only = new Part("k0", KeyKind.serial(random), random.nextInt(8) == 0);
      return new KeyShape(List.of(only), true, isPrimary);
    }
    return new KeyShape(parts(random), false, isPrimary);
  }

  private static List<Part> parts(Random random) {
    List<KeyKind> kinds = new ArrayList<>();
    kinds.add(KeyKind.distinct(random));
    if (random.nextInt(3) == 0) {
      int count = 2 + random.nextInt(PARTS_MAX - 1);
      while (kinds.size() < count) {
        kinds.add(KeyKind.coarse(random));
      }
      Collections.shuffle(kinds, random);
    }
    List<Part> parts = new ArrayList<>();
    for (KeyKind kind : kinds) {
      parts.add(new Part("k" + parts.size(), kind, random.nextInt(6) == 0));
    }
    return parts;
  }

  String names() {
    return parts.stream().map(Part::name).collect(Collectors.joining(", "));
  }

  String definition() {
    String columns = parts.stream().map(Part::indexed).collect(Collectors.joining(", "));
    return (isPrimary ? "PRIMARY KEY (" : "UNIQUE KEY identity (") + columns + ")";
  }

  boolean canRespell() {
    return parts.stream().anyMatch(part -> part.kind().spellings() > 1);
  }

  int spellings() {
    return parts.stream().mapToInt(part -> part.kind().spellings()).max().orElse(1);
  }

  List<String> literals(long number, int spelling) {
    return parts.stream().map(part -> part.literal(number, spelling)).toList();
  }

  /** The condition that one row meets. */
  String where(String alias, List<String> key) {
    return assigned(alias, key, " AND ");
  }

  /** The key as it is to be, after SET. */
  String set(List<String> key) {
    return assigned("", key, ", ");
  }

  private String assigned(String alias, List<String> key, String between) {
    List<String> terms = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      terms.add(alias + parts.get(i).name() + " = " + key.get(i));
    }
    return String.join(between, terms);
  }

  /** The condition that any of these rows meets. */
  String in(List<List<String>> keys) {
    return "("
        + names()
        + ") IN ("
        + keys.stream()
            .map(key -> "(" + String.join(", ", key) + ")")
            .collect(Collectors.joining(", "))
        + ")";
  }
}
