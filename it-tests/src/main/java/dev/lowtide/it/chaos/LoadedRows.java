package dev.lowtide.it.chaos;

import java.util.ArrayList;
import java.util.List;

/** Rows for LOAD DATA: the key, the slot and the stamp; the rest is as the table's defaults say. */
record LoadedRows(String statement, String file) {

  static LoadedRows of(RandomTable table, List<Row> rows) {
    List<String> variables = new ArrayList<>();
    List<String> set = new ArrayList<>();
    Row sample = rows.get(0);
    for (int i = 0; i < sample.key().size(); i++) {
      variables.add("@v" + i);
      set.add(table.key().parts().get(i).name() + " = " + converted("@v" + i, sample.key().get(i)));
    }
    String statement =
        "LOAD DATA LOCAL INFILE 'rows' INTO TABLE "
            + Change.TABLE
            + " CHARACTER SET utf8mb4 ("
            + String.join(", ", variables)
            + ", slot, stamp) SET "
            + String.join(", ", set);
    StringBuilder file = new StringBuilder();
    for (Row row : rows) {
      row.key().forEach(literal -> file.append(plain(literal)).append('\t'));
      file.append(row.slot()).append('\t').append(row.stamp()).append('\n');
    }
    return new LoadedRows(statement, file.toString());
  }

  private static String converted(String variable, String literal) {
    if (literal.startsWith("_utf8mb4")) {
      return "CONVERT(UNHEX(" + variable + ") USING utf8mb4)";
    }
    return literal.startsWith("x'") ? "UNHEX(" + variable + ")" : variable;
  }

  /** A literal without what makes it one. */
  private static String plain(String literal) {
    int quote = literal.indexOf('\'');
    return quote < 0 ? literal : literal.substring(quote + 1, literal.length() - 1);
  }
}
