package dev.lowtide.scheduler.load;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.RoutineName;
import dev.lowtide.proxy.activity.TableName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When what was used last, on the proxy's clock, by the names that stood in the texts.
 *
 * @param tables and views
 * @param schemasWritten used as a whole, such as by DROP DATABASE
 * @param routines procedures called, and functions that may have been
 * @param unknownNanos when a statement whose tables nobody knows ended last; null if none did
 */
public record UsesSeen(
    Map<TableName, TableUse> tables,
    Map<String, Long> schemasWritten,
    Map<RoutineName, Long> routines,
    @Nullable Long unknownNanos) {

  public static final UsesSeen NONE = new UsesSeen(Map.of(), Map.of(), Map.of(), null);

  /**
   * When a table was used last.
   *
   * @param writtenNanos null if no write was seen
   */
  public record TableUse(long touchedNanos, @Nullable Long writtenNanos) {}

  public UsesSeen {
    tables = Map.copyOf(tables);
    schemasWritten = Map.copyOf(schemasWritten);
    routines = Map.copyOf(routines);
  }

  /** When a statement that may have written to what this is the reach of ended; null if none is. */
  public @Nullable Long lastWriteNanos(Reach reach) {
    Long last = unknownNanos;
    for (TableName target : reach.targets()) {
      last = later(last, written(target));
    }
    for (Map.Entry<TableName, Reach.Via> name : reach.names().entrySet()) {
      last = later(last, writtenBy(name.getKey(), name.getValue()));
    }
    last = later(last, writtenInSchemas(reach));
    for (Map.Entry<String, Long> schema : schemasWritten.entrySet()) {
      last =
          later(
              last,
              ifWrites(
                  Footprint.ofSchema(schema.getKey(), Access.WRITE), reach, schema.getValue()));
    }
    for (Map.Entry<RoutineName, Long> routine : routines.entrySet()) {
      last = later(last, ifWrites(Footprint.of(routine.getKey()), reach, routine.getValue()));
    }
    return last;
  }

  private @Nullable Long writtenBy(TableName name, Reach.Via via) {
    if (via.whenRead() == Access.WRITE) {
      TableUse use = tables.get(name);
      return use == null ? null : Long.valueOf(use.touchedNanos());
    }
    return via.whenWritten() == Access.WRITE ? written(name) : null;
  }

  private @Nullable Long writtenInSchemas(Reach reach) {
    Long last = null;
    if (!reach.schemas().isEmpty()) {
      for (Map.Entry<TableName, TableUse> table : tables.entrySet()) {
        boolean isInside = reach.schemas().contains(TableName.fold(table.getKey().schema()));
        last = later(last, isInside ? table.getValue().writtenNanos() : null);
      }
    }
    return last;
  }

  private @Nullable Long written(TableName table) {
    TableUse use = tables.get(table);
    return use == null ? null : use.writtenNanos();
  }

  private static @Nullable Long ifWrites(Footprint footprint, Reach reach, Long nanos) {
    return footprint.writes(reach) ? nanos : null;
  }

  private static @Nullable Long later(@Nullable Long a, @Nullable Long b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a - b >= 0 ? a : b;
  }
}
