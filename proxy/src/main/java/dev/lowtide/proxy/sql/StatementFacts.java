package dev.lowtide.proxy.sql;

import dev.lowtide.proxy.activity.Footprint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a statement's text gives away.
 *
 * @param digest the text with literals taken out, cut at {@link DigestBuilder#LENGTH_MAX}
 * @param schema the schema that the last USE in it changes to, or null
 * @param effects what its success leaves behind in the session, in their order
 */
public record StatementFacts(
    StatementKind kind,
    Footprint footprint,
    String digest,
    @Nullable String schema,
    List<Effect> effects) {

  public StatementFacts {
    effects = List.copyOf(effects);
  }

  public static StatementFacts of(StatementKind kind, Footprint footprint, String digest) {
    return new StatementFacts(kind, footprint, digest, null, List.of());
  }
}
