package dev.lowtide.scheduler.ledger;

import dev.lowtide.proxy.activity.RoutineName;
import dev.lowtide.proxy.activity.TableName;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the target's dictionary says of objects that lead from one table to another. Tables that
 * nothing leads from or to are not in it.
 */
public record TargetDictionary(
    Set<ViewUse> views,
    Set<FunctionUse> functions,
    Set<ForeignKey> foreignKeys,
    Set<Trigger> triggers,
    Set<Routine> routines) {

  /**
   * A server with more of them than that is one that nobody has foreseen: it is better to be blind
   * there than to fill the heap. The largest schemas of packaged applications have some 50,000
   * tables and views; at 300 bytes a row this is 60 MB while two readings are compared.
   */
  public static final int ROWS_MAX = 100_000;

  /** A body that is longer counts as touching everything: MySQL's own longest has 30,000. */
  public static final int BODY_CHARS_MAX = 100_000;

  public static final TargetDictionary EMPTY =
      new TargetDictionary(Set.of(), Set.of(), Set.of(), Set.of(), Set.of());

  /** A view names a table, or another view. */
  public record ViewUse(TableName view, TableName uses) {}

  /** A view calls a stored function. */
  public record FunctionUse(TableName view, RoutineName calls) {}

  /**
   * One table refers to another.
   *
   * @param isCascading whether writing to the parent may write to the child
   */
  public record ForeignKey(TableName child, TableName parent, boolean isCascading) {}

  /** What is run when rows of the table are written. */
  public record Trigger(TableName table, Body body) {}

  /** A procedure or function. */
  public record Routine(RoutineName name, Body body) {}

  /**
   * Statements that the server keeps.
   *
   * @param schema what names without one mean
   * @param text null if it may not be seen, or is too long to be read
   */
  public record Body(@Nullable String text, String schema, boolean hasBackslashEscapes) {}

  public TargetDictionary {
    views = Set.copyOf(views);
    functions = Set.copyOf(functions);
    foreignKeys = Set.copyOf(foreignKeys);
    triggers = Set.copyOf(triggers);
    routines = Set.copyOf(routines);
  }
}
