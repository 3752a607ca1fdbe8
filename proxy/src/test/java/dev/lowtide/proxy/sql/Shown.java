package dev.lowtide.proxy.sql;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.RoutineName;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A footprint as one line: {@code r:} what is read, {@code w:} what is written, {@code s.*} a
 * schema, {@code p:} procedures, {@code f:} functions, and a question mark for the unknown.
 */
final class Shown {

  private Shown() {}

  static String of(Footprint footprint) {
    Stream<String> tables = footprint.tables().entrySet().stream().map(Shown::touched);
    Stream<String> schemas =
        footprint.schemas().entrySet().stream().map(entry -> touched(entry) + ".*");
    Stream<String> routines = footprint.routines().stream().map(Shown::routine);
    Stream<String> unknown = footprint.isUnknown() ? Stream.of("?") : Stream.of();
    return Stream.of(unknown, tables, schemas, routines)
        .flatMap(names -> names)
        .sorted()
        .collect(Collectors.joining(" "));
  }

  private static String touched(Map.Entry<?, Access> entry) {
    return (entry.getValue() == Access.WRITE ? "w:" : "r:") + entry.getKey();
  }

  private static String routine(RoutineName routine) {
    boolean isProcedure = routine.kind() == RoutineName.Kind.PROCEDURE;
    return (isProcedure ? "p:" : "f:") + routine.schema() + "." + routine.name();
  }
}
