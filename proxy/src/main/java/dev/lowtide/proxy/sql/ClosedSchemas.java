package dev.lowtide.proxy.sql;

import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.TableName;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Schemas that no client has business in. What a text names is known before it is sent; what a
 * procedure or a text in a variable will name is not, so this is the first of two walls, and the
 * rights of the accounts are the second. Safe for any thread.
 */
public final class ClosedSchemas {

  public static final ClosedSchemas NONE = new ClosedSchemas(Set.of());

  private final Set<String> names;

  public ClosedSchemas(Collection<String> names) {
    this.names = names.stream().map(TableName::fold).collect(Collectors.toUnmodifiableSet());
  }

  /** Names that differ in case only are one here, as everywhere. */
  public boolean isClosed(String schema) {
    return !names.isEmpty() && names.contains(TableName.fold(schema));
  }

  /** The same facts, with the closed schema that they name, if they name one. */
  StatementFacts mark(StatementFacts facts) {
    String named = names.isEmpty() ? null : namedBy(facts);
    return named == null ? facts : facts.naming(named);
  }

  private @Nullable String namedBy(StatementFacts facts) {
    return schemasOf(facts).filter(this::isClosed).findFirst().orElse(null);
  }

  private static Stream<String> schemasOf(StatementFacts facts) {
    Footprint footprint = facts.footprint();
    return Stream.of(
            facts.schemasNamed().stream(),
            footprint.schemas().keySet().stream(),
            footprint.tables().keySet().stream().map(TableName::schema),
            footprint.routines().stream().map(routine -> routine.schema()),
            facts.effects().stream().flatMap(ClosedSchemas::schemasOf))
        .flatMap(schemas -> schemas);
  }

  /** Temporary tables are in no footprint; what is prepared is known before it is executed. */
  private static Stream<String> schemasOf(Effect effect) {
    if (effect instanceof Effect.NamedPrepared prepared && prepared.facts() != null) {
      return schemasOf(prepared.facts());
    }
    if (effect instanceof Effect.TemporaryTableCreated created) {
      return Stream.of(created.table().schema());
    }
    return effect instanceof Effect.TablesDropped dropped
        ? dropped.tables().stream().map(TableName::schema)
        : Stream.empty();
  }
}
