package dev.lowtide.proxy.sql;

import dev.lowtide.proxy.activity.Footprint;
import org.jspecify.annotations.Nullable;

/**
 * What a statement's text gives away.
 *
 * @param digest the text with literals taken out, cut at {@link DigestBuilder#LENGTH_MAX}
 * @param schema the schema that the last USE in it changes to, or null
 */
public record StatementFacts(
    StatementKind kind, Footprint footprint, String digest, @Nullable String schema) {

  public static StatementFacts of(StatementKind kind, Footprint footprint, String digest) {
    return new StatementFacts(kind, footprint, digest, null);
  }
}
