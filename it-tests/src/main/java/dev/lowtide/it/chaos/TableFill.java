package dev.lowtide.it.chaos;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes both tables, fills them, and deletes so much that most of their files are dead. */
final class TableFill {

  private static final int ROWS_AT_A_TIME = 300;

  private TableFill() {}

  static boolean isDeleted(RandomTable table, long slot) {
    return slot >= 0 && slot % 10 < table.deadTenths();
  }

  /** Makes the two schemas anew, with what earlier tables left in them. */
  static void prepare(Connection server) throws SQLException {
    try (Statement sql = server.createStatement()) {
      for (String schema : List.of(RandomTable.SCHEMA, RandomTable.TRUTH)) {
        sql.execute("DROP DATABASE IF EXISTS " + schema);
        sql.execute("CREATE DATABASE " + schema + " CHARACTER SET utf8mb4");
      }
    }
  }

  static void fill(Connection server, RandomTable table, HotRows hot, long seed)
      throws SQLException {
    create(server, table, RandomTable.TRUTH);
    create(server, table, RandomTable.SCHEMA);
    try (Statement sql = server.createStatement()) {
      sql.execute("BEGIN");
      Random random = new Random(seed);
      List<String> tuples = new ArrayList<>();
      for (long number = 0; number < table.rows(); number++) {
        tuples.add(table.tuple(Numbers.initial(table, number), random));
        if (tuples.size() == ROWS_AT_A_TIME) {
          insert(sql, table, tuples);
        }
      }
      for (int i = 0; i < HotRows.COUNT; i++) {
        tuples.add(table.tuple(hot.initial(i), random));
      }
      insert(sql, table, tuples);
      sql.execute(
          "INSERT INTO "
              + RandomTable.TRUTH
              + "."
              + table.name()
              + " ("
              + table.insertColumns()
              + ") SELECT "
              + table.insertColumns()
              + " FROM "
              + table.name());
      for (String schema : List.of(RandomTable.SCHEMA, RandomTable.TRUTH)) {
        sql.execute(
            "DELETE FROM "
                + schema
                + "."
                + table.name()
                + " WHERE slot >= 0 AND slot % 10 < "
                + table.deadTenths());
      }
      sql.execute("COMMIT");
    }
  }

  private static void insert(Statement sql, RandomTable table, List<String> tuples)
      throws SQLException {
    sql.execute(
        "INSERT INTO "
            + table.name()
            + " ("
            + table.insertColumns()
            + ") VALUES "
            + String.join(", ", tuples));
    tuples.clear();
  }

  private static void create(Connection server, RandomTable table, String schema)
      throws SQLException {
    server.setCatalog(schema);
    try (Statement sql = server.createStatement()) {
      for (String statement : table.create()) {
        sql.execute(statement);
      }
      if (schema.equals(RandomTable.TRUTH)) {
        sql.execute(Fence.create(table));
      }
      if (table.key().isSerial()) {
        sql.execute("ALTER TABLE " + table.name() + " AUTO_INCREMENT = " + KeyKind.AUTO_INCREMENT);
      }
    }
  }
}
