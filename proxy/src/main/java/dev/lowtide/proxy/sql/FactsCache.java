package dev.lowtide.proxy.sql;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * Facts by text, so that the statements of a busy application are read once. Safe for any thread.
 */
public final class FactsCache {

  /** Bytes of all entries together, as far as they can be guessed by {@link #bytes}. */
  private static final long BYTES_MAX = 16 << 20;

  /** What an entry costs beside its texts: the cache's node, the key, the facts and their map. */
  private static final int ENTRY_BYTES = 512;

  /** A table's name, its strings and its entry in the map. */
  private static final int TABLE_BYTES = 150;

  /** Longer texts are bulk loads, which do not come twice. */
  private static final int TEXT_CACHED_MAX = 4096;

  private record Key(String sql, String schema, boolean hasBackslashEscapes) {}

  private final Cache<Key, StatementFacts> cache =
      Caffeine.newBuilder().maximumWeight(BYTES_MAX).weigher(FactsCache::bytes).build();

  public StatementFacts facts(
      String sql, String schema, boolean hasBackslashEscapes, boolean isWhole) {
    if (!isWhole || sql.length() > TEXT_CACHED_MAX) {
      return StatementReader.read(sql, schema, hasBackslashEscapes, isWhole);
    }
    return cache.get(
        new Key(sql, schema, hasBackslashEscapes),
        key -> StatementReader.read(sql, schema, hasBackslashEscapes, true));
  }

  private static int bytes(Key key, StatementFacts facts) {
    int texts = key.sql.length() + facts.digest().length();
    return texts + ENTRY_BYTES + TABLE_BYTES * facts.footprint().tables().size();
  }
}
