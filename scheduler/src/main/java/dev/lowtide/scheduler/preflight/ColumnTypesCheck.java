package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Columns are of types that are known to be copied to the bit. */
final class ColumnTypesCheck implements PreflightCheck {

  private static final Set<String> KNOWN =
      Set.of(
          "tinyint",
          "smallint",
          "mediumint",
          "int",
          "bigint",
          "decimal",
          "float",
          "double",
          "bit",
          "date",
          "time",
          "datetime",
          "timestamp",
          "year",
          "char",
          "varchar",
          "binary",
          "varbinary",
          "tinytext",
          "text",
          "mediumtext",
          "longtext",
          "tinyblob",
          "blob",
          "mediumblob",
          "longblob",
          "enum",
          "set",
          "json",
          "geometry",
          "point",
          "linestring",
          "polygon",
          "multipoint",
          "multilinestring",
          "multipolygon",
          "geomcollection",
          "geometrycollection",
          "vector");

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    List<String> unknown =
        facts.table().columns().stream()
            .filter(column -> !KNOWN.contains(column.type()))
            .map(column -> column.name() + " " + column.type().toUpperCase(Locale.ROOT))
            .toList();
    return unknown.isEmpty()
        ? CheckResult.passed("column-types", "all columns are of types that were tried")
        : CheckResult.refused(
            "column-types",
            plan.table()
                + " has columns of types that were not tried: "
                + String.join(", ", unknown)
                + " (expected: none; or the method copy-under-hold)");
  }
}
