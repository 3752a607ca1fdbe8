package dev.lowtide.it.chaos;

import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A shrinker that does one thing wrong.
 *
 * @param expected what the witness must say
 * @param suits tables that it can harm so
 */
record Saboteur(
    String name,
    String expected,
    Predicate<RandomTable> suits,
    Function<RandomTable, List<String>> statements) {

  static Stream<Saboteur> all() {
    return Stream.of(
        new Saboteur(
            "loses a row",
            "is lost",
            table -> true,
            statements("DELETE FROM chaos.harmed WHERE slot = -1")),
        new Saboteur(
            "doubles a row",
            "is there twice",
            table -> true,
            table -> List.of(copyOf(table, "slot", "chaos.harmed"))),
        new Saboteur(
            "invents a row",
            "is nobody's",
            table -> true,
            table -> List.of(copyOf(table, "77777777", "chaos.harmed"))),
        new Saboteur(
            "brings a row back",
            "is nobody's",
            table -> true,
            table ->
                List.of(
                    copyOf(table, "1", "chaos.harmed"), copyOf(table, "1", "chaos_truth.harmed"))),
        new Saboteur(
            "shows an old write",
            "has stamp",
            table -> true,
            statements("UPDATE chaos.harmed SET stamp = stamp + 1 WHERE slot = -2")),
        new Saboteur(
            "loses a row of both",
            "is lost, says its writer",
            table -> true,
            statements(
                "DELETE FROM chaos.harmed WHERE slot = -3",
                "DELETE FROM chaos_truth.harmed WHERE slot = -3")),
        new Saboteur(
            "respells a key",
            "HEX(k0) is",
            table ->
                table.key().parts().size() == 1
                    && table.key().parts().get(0).kind().ddl().contains("_ci")
                    && !table.hasTriggers(),
            statements("UPDATE chaos.harmed SET k0 = UPPER(k0) WHERE slot = -1 OR slot > 0")),
        new Saboteur("loses the sign of zero", "-0", has("double"), twice("double", "0e0", "-0e0")),
        new Saboteur(
            "rounds a float", "expected", has("float"), twice("float", "1.0000001e0", "1e0")),
        new Saboteur(
            "loses a trailing blank",
            "expected",
            has("varchar(80) character set utf8mb4 collate utf8mb4_bin"),
            twice("varchar(80) character set utf8mb4 collate utf8mb4_bin", "'a '", "'a'")),
        new Saboteur(
            "changes a json type",
            "expected",
            has("json"),
            twice("json", "JSON_ARRAY(CAST(1.5 AS DECIMAL(3,1)))", "JSON_ARRAY(1.5e0)")),
        new Saboteur(
            "loses a spatial reference",
            "expected",
            has("geometry"),
            twice(
                "geometry",
                "ST_GeomFromText('POINT(1 1)', 3857)",
                "ST_GeomFromText('POINT(1 1)')")),
        new Saboteur(
            "makes a zero date null",
            "expected 0000-00-00",
            table -> column(table, "date").filter(ValueColumn::isNullable).isPresent(),
            twice("date", "'0000-00-00'", "NULL")),
        new Saboteur(
            "drops a trigger",
            "triggers is",
            RandomTable::hasTriggers,
            statements("DROP TRIGGER chaos.harmed_I")),
        new Saboteur(
            "lets triggers fire",
            "lines that triggers wrote",
            RandomTable::hasTriggers,
            statements(
                "INSERT INTO chaos.harmed_log (op, slot, stamp) SELECT 'I', slot, 0 FROM chaos.harmed")),
        new Saboteur(
            "changes a comment",
            "definition is",
            table -> true,
            statements("ALTER TABLE chaos.harmed COMMENT = 'another'")),
        new Saboteur(
            "renames a check",
            "definition is",
            table -> true,
            statements(
                "ALTER TABLE chaos.harmed DROP CHECK harmed_stamp, ADD CONSTRAINT harmed_stamp2"
                    + " CHECK (stamp >= 0)")),
        new Saboteur(
            "lowers the counter",
            "AUTO_INCREMENT is",
            table -> table.key().isSerial(),
            statements("ALTER TABLE chaos.harmed AUTO_INCREMENT = 2500000000")),
        new Saboteur(
            "forgets a grant",
            "grants is",
            table -> true,
            statements("REVOKE SELECT ON chaos.harmed FROM " + Belongings.READER)));
  }

  Shrinker with(Access server, RandomTable table) {
    return (schema, name) -> {
      try (Connection connection = server.connect();
          Statement sql = connection.createStatement()) {
        for (String statement : statements.apply(table)) {
          sql.execute(statement);
        }
      }
      return "SUCCEEDED";
    };
  }

  @Override
  public String toString() {
    return name;
  }

  private static Predicate<RandomTable> has(String type) {
    return table -> column(table, type).isPresent();
  }

  private static Optional<ValueColumn> column(RandomTable table, String type) {
    return table.values().stream().filter(column -> column.type().ddl().equals(type)).findFirst();
  }

  private static Function<RandomTable, List<String>> statements(String... statements) {
    return table -> List.of(statements);
  }

  /** Gives a row one value in both tables, and then another in one of them. */
  private static Function<RandomTable, List<String>> twice(
      String type, String right, String wrong) {
    return table -> {
      String set = " SET " + column(table, type).orElseThrow().name() + " = ";
      return List.of(
          "UPDATE chaos_truth.harmed" + set + right + " WHERE slot = -1",
          "UPDATE chaos.harmed" + set + wrong + " WHERE slot = -1");
    };
  }

  /** A row with a key of its own that says it is another one. */
  private static String copyOf(RandomTable table, String slot, String name) {
    String key = String.join(", ", table.key().literals(888_888, 0));
    return "INSERT INTO "
        + name
        + " ("
        + table.key().names()
        + ", slot, stamp) SELECT "
        + key
        + ", "
        + slot
        + ", stamp FROM "
        + name
        + " WHERE slot = -1";
  }
}
