package dev.lowtide.proxy.sql;

import dev.lowtide.proxy.activity.Footprint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a statement's text gives away.
 *
 * @param digest the text with literals taken out, cut at {@link DigestBuilder#LENGTH_MAX}
 * @param schema the schema that the last USE in it changes to, or null
 * @param effects what its success leaves behind in the session, in their order
 * @param schemasNamed that the footprint does not have, since naming them locks no table
 * @param closedSchema one that it names although no client may, or null
 */
public record StatementFacts(
    StatementKind kind,
    Footprint footprint,
    String digest,
    @Nullable String schema,
    List<Effect> effects,
    Set<String> schemasNamed,
    @Nullable String closedSchema) {

  public StatementFacts {
    effects = List.copyOf(effects);
    schemasNamed = Set.copyOf(schemasNamed);
  }

  /** Names no schema but in its footprint. */
  public StatementFacts(
      StatementKind kind,
      Footprint footprint,
      String digest,
      @Nullable String schema,
      List<Effect> effects) {
    this(kind, footprint, digest, schema, effects, Set.of(), null);
  }

  StatementFacts with(Footprint other) {
    return new StatementFacts(kind, other, digest, schema, effects, schemasNamed, closedSchema);
  }

  StatementFacts naming(@Nullable String closed) {
    return new StatementFacts(kind, footprint, digest, schema, effects, schemasNamed, closed);
  }

  /**
   * Of a text that can be read in two ways: whatever either says may be so. What makes a session's
   * belongings fewer counts only if both say it.
   */
  StatementFacts or(StatementFacts other) {
    List<Effect> either = new ArrayList<>();
    List<Effect> others = new ArrayList<>(other.effects);
    for (Effect effect : effects) {
      boolean isBoth = others.remove(effect);
      if (isBoth || !effect.isLess()) {
        either.add(effect);
      }
    }
    others.removeIf(Effect::isLess);
    either.addAll(others);
    Set<String> named = new HashSet<>(schemasNamed);
    named.addAll(other.schemasNamed);
    return new StatementFacts(
        kind.or(other.kind),
        footprint.plus(other.footprint),
        digest,
        schema == null ? other.schema : schema,
        either,
        named,
        closedSchema == null ? other.closedSchema : closedSchema);
  }

  public static StatementFacts of(StatementKind kind, Footprint footprint, String digest) {
    return new StatementFacts(kind, footprint, digest, null, List.of());
  }
}
