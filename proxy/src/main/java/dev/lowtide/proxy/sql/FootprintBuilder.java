package dev.lowtide.proxy.sql;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.RoutineName;
import dev.lowtide.proxy.activity.TableName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gathers what one statement touches; whatever cannot be said by a name makes it unknown. */
final class FootprintBuilder {

  /** What stands for bytes that are no UTF-8: the text is in another character set. */
  private static final int NOT_UTF_8 = 0xFFFD;

  private final Map<TableName, Access> tables = new HashMap<>();
  private final Map<String, Access> schemas = new HashMap<>();
  private final Set<RoutineName> routines = new HashSet<>();
  private boolean isUnknown;

  Footprint build() {
    return isUnknown || !tables.isEmpty() || !schemas.isEmpty() || !routines.isEmpty()
        ? new Footprint(tables, schemas, routines, isUnknown)
        : Footprint.NONE;
  }

  void unknown() {
    isUnknown = true;
  }

  void add(@Nullable TableName table, Access access) {
    if (table == null || tables.size() > Footprint.NAMES_MAX) {
      isUnknown = true;
    } else {
      tables.merge(table, access, Access::and);
    }
  }

  void addSchema(String schema, Access access) {
    if (schema.isEmpty() || isGarbled(schema) || schemas.size() > Footprint.NAMES_MAX) {
      isUnknown = true;
    } else {
      schemas.merge(TableName.fold(schema), access, Access::and);
    }
  }

  /** Without a schema nobody knows which one is meant. */
  void addProcedure(String schema, String name) {
    if (schema.isEmpty()) {
      isUnknown = true;
    } else {
      addRoutine(RoutineName.procedure(schema, name));
    }
  }

  /** Without a schema only loadable functions can be called, which touch no tables. */
  void addFunction(String schema, String name) {
    if (!schema.isEmpty()) {
      addRoutine(RoutineName.function(schema, name));
    }
  }

  private void addRoutine(RoutineName routine) {
    if (isGarbled(routine.schema()) || isGarbled(routine.name())) {
      isUnknown = true;
    } else if (routines.size() <= Footprint.NAMES_MAX) {
      routines.add(routine);
    }
  }

  void write(List<Mention> mentions) {
    mentions.forEach(mention -> tables.put(mention.table(), Access.WRITE));
  }

  void writeAll() {
    tables.replaceAll((table, access) -> Access.WRITE);
  }

  void forget(TableName table) {
    tables.remove(table);
  }

  /** The table of these names, or null if they are none or cannot be trusted. */
  static @Nullable TableName table(String schema, String name) {
    boolean isNone = schema.isEmpty() || name.isEmpty() || isGarbled(schema) || isGarbled(name);
    return isNone ? null : new TableName(schema, name);
  }

  private static boolean isGarbled(String name) {
    return name.indexOf(NOT_UTF_8) >= 0;
  }
}
