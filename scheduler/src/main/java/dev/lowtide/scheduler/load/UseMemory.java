package dev.lowtide.scheduler.load;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.RoutineName;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.load.UsesSeen.TableUse;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Remembers when what was used last. Confined to the scheduler's thread. */
final class UseMemory {

  /** More tables than that are not in use at one time; some 2 MiB. */
  private static final int TABLES_MAX = 10_000;

  /** Each is asked for its meaning whenever somebody asks for a table. */
  private static final int OTHERS_MAX = 1_000;

  private final Map<TableName, TableUse> tables = new Latest<>(TABLES_MAX);
  private final Map<String, Long> schemasWritten = new Latest<>(OTHERS_MAX);
  private final Map<RoutineName, Long> routines = new Latest<>(OTHERS_MAX);
  private @Nullable Long unknownNanos;

  /** The least recently used is forgotten first. */
  private static final class Latest<K, V> extends LinkedHashMap<K, V> {

    private static final long serialVersionUID = 1L;
    private final int max;

    Latest(int max) {
      super(16, 0.75f, true);
      this.max = max;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > max;
    }
  }

  void use(Footprint footprint, long atNanos) {
    if (footprint.isUnknown()) {
      unknownNanos = atNanos;
    }
    footprint.tables().forEach((table, access) -> use(table, access, atNanos));
    footprint
        .schemas()
        .forEach(
            (schema, access) -> {
              if (access == Access.WRITE) {
                schemasWritten.put(schema, atNanos);
              }
            });
    footprint.routines().forEach(routine -> routines.put(routine, atNanos));
  }

  UsesSeen seen() {
    return new UsesSeen(tables, schemasWritten, routines, unknownNanos);
  }

  private void use(TableName table, Access access, long atNanos) {
    TableUse before = tables.get(table);
    Long writtenBefore = before == null ? null : before.writtenNanos();
    tables.put(
        table,
        new TableUse(atNanos, access == Access.WRITE ? Long.valueOf(atNanos) : writtenBefore));
  }
}
