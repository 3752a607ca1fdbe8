package dev.lowtide.it.chaos;

import java.util.Random;

/**
 * A column that is no part of the key.
 *
 * @param extras what follows the type in its definition
 * @param isNullable whether it may be NULL
 */
record ValueColumn(String name, ColumnType type, String extras, boolean isNullable) {

  static ValueColumn any(int number, Random random) {
    ColumnType type = ColumnType.any(random);
    boolean isNullable = random.nextInt(10) < 7;
    StringBuilder extras = new StringBuilder(isNullable ? " NULL" : " NOT NULL");
    if (!isNullable || random.nextInt(4) == 0) {
      String value = type.literal().apply(random);
      // The server writes x'' down as 0x, which it cannot read.
      extras.append(" DEFAULT (").append(value.equals("x''") ? "''" : value).append(')');
    }
    if (random.nextInt(8) == 0) {
      extras.append(" INVISIBLE");
    }
    if (random.nextInt(5) == 0) {
      extras.append(" COMMENT 'it''s `c").append(number).append("` \\\\ 😀; -- '");
    }
    return new ValueColumn("c" + number, type, extras.toString(), isNullable);
  }

  String definition() {
    return name + " " + type.ddl() + extras;
  }

  String literal(Random random) {
    return isNullable && random.nextInt(10) == 0 ? "NULL" : type.literal().apply(random);
  }

  /** Its column in an index, or its beginning; empty if it cannot be indexed. */
  String indexed(Random random) {
    return switch (type.index()) {
      case WHOLE -> name + (random.nextInt(4) == 0 ? " DESC" : "");
      case PREFIX -> name + "(" + (1 + random.nextInt(20)) + ")";
      case NOTHING -> "";
    };
  }
}
