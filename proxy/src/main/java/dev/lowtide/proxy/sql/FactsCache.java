package dev.lowtide.proxy.sql;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * Facts by text, so that the statements of a busy application are read once. Safe for any thread.
 */
public final class FactsCache {

  /** Characters of text kept: with keys, facts and overhead some 20 MiB. */
  private static final long CHARACTERS_MAX = 4 << 20;

  /** Longer texts are bulk loads, which do not come twice. */
  private static final int TEXT_CACHED_MAX = 4096;

  private record Key(String sql, String schema, boolean hasBackslashEscapes) {}

  private final Cache<Key, StatementFacts> cache =
      Caffeine.newBuilder()
          .maximumWeight(CHARACTERS_MAX)
          .weigher((Key key, StatementFacts facts) -> key.sql.length())
          .build();

  public StatementFacts facts(
      String sql, String schema, boolean hasBackslashEscapes, boolean isWhole) {
    if (!isWhole || sql.length() > TEXT_CACHED_MAX) {
      return StatementReader.read(sql, schema, hasBackslashEscapes, isWhole);
    }
    return cache.get(
        new Key(sql, schema, hasBackslashEscapes),
        key -> StatementReader.read(sql, schema, hasBackslashEscapes, true));
  }
}
