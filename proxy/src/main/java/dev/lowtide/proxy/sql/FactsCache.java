package dev.lowtide.proxy.sql;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * Facts by the bytes of a text, so that the statements of a busy application are read once, and are
 * not even made strings afterwards. Safe for any thread.
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

  private final Cache<SqlText, StatementFacts> cache =
      Caffeine.newBuilder().maximumWeight(BYTES_MAX).weigher(FactsCache::bytes).build();

  /** The facts of a text, or of the beginning of one that is not whole. */
  public StatementFacts facts(SqlText text, boolean isWhole) {
    if (!isWhole || text.length() > TEXT_CACHED_MAX) {
      return text.read(isWhole);
    }
    StatementFacts known = cache.getIfPresent(text);
    return known == null ? read(text) : known;
  }

  private StatementFacts read(SqlText text) {
    StatementFacts facts = text.read(true);
    cache.put(text.copy(), facts);
    return facts;
  }

  private static int bytes(SqlText text, StatementFacts facts) {
    int texts = text.length() + facts.digest().length();
    return texts + ENTRY_BYTES + TABLE_BYTES * facts.footprint().tables().size();
  }
}
