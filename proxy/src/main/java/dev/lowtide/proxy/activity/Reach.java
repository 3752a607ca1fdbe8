package dev.lowtide.proxy.activity;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names through which tables can be touched: their own, views of them, tables whose triggers or
 * foreign keys lead to them, routines that use them.
 *
 * <p>Whoever knows the target's dictionary makes one; whoever knows only texts asks it. So a
 * statement is never resolved, which would cost every statement something, but a question about a
 * table is, once.
 *
 * @param targets the tables in question
 * @param schemas whole schemas in question, folded by {@link TableName#fold}
 * @param names what a mention of another table or view means to the targets
 * @param routines those that use a target, and how
 * @param known all routines whose bodies were read; a procedure that is not among them may touch
 *     anything, a function that is not is one of the server's own
 */
public record Reach(
    Set<TableName> targets,
    Set<String> schemas,
    Map<TableName, Via> names,
    Map<RoutineName, Access> routines,
    Set<RoutineName> known) {

  /**
   * What using one name means to a target.
   *
   * @param whenRead what reading it needs of the target, or null if nothing
   * @param whenWritten what writing to it needs of the target, or null if nothing
   */
  public record Via(@Nullable Access whenRead, @Nullable Access whenWritten) {

    @Nullable Access by(Access access) {
      return access == Access.READ ? whenRead : stronger(whenRead, whenWritten);
    }

    /** Either way may be taken. */
    public Via and(Via other) {
      return new Via(stronger(whenRead, other.whenRead), stronger(whenWritten, other.whenWritten));
    }
  }

  public Reach {
    targets = Set.copyOf(targets);
    schemas = Set.copyOf(schemas);
    names = Map.copyOf(names);
    routines = Map.copyOf(routines);
    known = Set.copyOf(known);
  }

  /** The table's own name; whatever calls a procedure may touch it. */
  public static Reach of(TableName table) {
    return new Reach(Set.of(table), Set.of(), Map.of(), Map.of(), Set.of());
  }

  /** All tables of the schema by their own names; whatever calls a procedure may touch them. */
  public static Reach ofSchema(String schema) {
    return new Reach(Set.of(), Set.of(TableName.fold(schema)), Map.of(), Map.of(), Set.of());
  }

  /** The strongest access to a target that the footprint may need; null if it needs none. */
  public @Nullable Access accessBy(Footprint footprint) {
    if (footprint.isUnknown()) {
      return Access.WRITE;
    }
    Access access = null;
    for (Map.Entry<TableName, Access> entry : footprint.tables().entrySet()) {
      access = stronger(access, accessByTable(entry.getKey(), entry.getValue()));
    }
    for (Map.Entry<String, Access> entry : footprint.schemas().entrySet()) {
      access = stronger(access, isInSchema(entry.getKey()) ? entry.getValue() : null);
    }
    for (RoutineName routine : footprint.routines()) {
      access = stronger(access, accessByRoutine(routine));
    }
    return access;
  }

  private @Nullable Access accessByTable(TableName table, Access access) {
    if (targets.contains(table) || isOfSchema(table)) {
      return access;
    }
    Via via = names.get(table);
    return via == null ? null : via.by(access);
  }

  /** Folding makes a string, so it is done only when there is a schema to compare with. */
  private boolean isOfSchema(TableName table) {
    return !schemas.isEmpty() && schemas.contains(TableName.fold(table.schema()));
  }

  private boolean isInSchema(String schema) {
    return schemas.contains(schema)
        || targets.stream().anyMatch(table -> TableName.fold(table.schema()).equals(schema))
        || names.keySet().stream().anyMatch(name -> TableName.fold(name.schema()).equals(schema));
  }

  private @Nullable Access accessByRoutine(RoutineName routine) {
    Access access = routines.get(routine);
    if (access == null && routine.kind() == RoutineName.Kind.PROCEDURE) {
      return known.contains(routine) ? null : Access.WRITE;
    }
    return access;
  }

  private static @Nullable Access stronger(@Nullable Access one, @Nullable Access other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.and(other);
  }
}
