package dev.lowtide.scheduler.ledger;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.RoutineName;
import dev.lowtide.proxy.activity.TableName;
import java.util.HashSet;
import java.util.Set;

/** One thing that a text or a body does: the nodes of the {@link DependencyGraph}. */
sealed interface Use {

  /** Reads a table or view, or writes to it. */
  record OfTable(TableName table, Access access) implements Use {}

  /** The same to whatever is in a schema. */
  record OfSchema(String schema, Access access) implements Use {}

  /** Calls a procedure or a function. */
  record Call(RoutineName routine) implements Use {

    /** What looks like a function may be one of the server's own; a procedure cannot. */
    boolean isOutOfSight(Set<RoutineName> known) {
      return routine.kind() == RoutineName.Kind.PROCEDURE && !known.contains(routine);
    }
  }

  /** Does what nobody could read. */
  record Anything() implements Use {}

  Anything ANYTHING = new Anything();

  static OfTable reading(TableName table) {
    return new OfTable(table, Access.READ);
  }

  static OfTable writing(TableName table) {
    return new OfTable(table, Access.WRITE);
  }

  /** All that a footprint does. */
  static Set<Use> of(Footprint footprint) {
    Set<Use> uses = new HashSet<>();
    footprint.tables().forEach((table, access) -> uses.add(new OfTable(table, access)));
    footprint.schemas().forEach((schema, access) -> uses.add(new OfSchema(schema, access)));
    footprint.routines().forEach(routine -> uses.add(new Call(routine)));
    if (footprint.isUnknown()) {
      uses.add(ANYTHING);
    }
    return uses;
  }
}
