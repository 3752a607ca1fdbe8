package dev.lowtide.proxy.sql;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * Facts by the {@link Fingerprint} of a text, so that the statements of a busy application are read
 * once, whatever values stand in them, and are not even made strings afterwards. Safe for any
 * thread.
 */
public final class FactsCache {

  /** Bytes of all entries together, as far as they can be guessed by {@link #bytes}. */
  private static final long BYTES_MAX = 16 << 20;

  /** What an entry costs beside its digest: the cache's node, the key, the facts and their map. */
  private static final int ENTRY_BYTES = 512;

  /** The name of a table or a routine, its strings and its entry in the map. */
  private static final int NAME_BYTES = 150;

  private final Cache<SqlText, StatementFacts> cache =
      Caffeine.newBuilder().maximumWeight(BYTES_MAX).weigher(FactsCache::bytes).build();

  private final ClosedSchemas closed;

  public FactsCache() {
    this(ClosedSchemas.NONE);
  }

  /** What names one of these schemas has a fact that says so. */
  public FactsCache(ClosedSchemas closed) {
    this.closed = closed;
  }

  public ClosedSchemas closed() {
    return closed;
  }

  /** The facts of a text, or of the beginning of one that is not whole. */
  public StatementFacts facts(SqlText text, boolean isWhole) {
    if (!isWhole || text.length() > Fingerprint.BYTES_MAX) {
      return closed.mark(text.read(isWhole));
    }
    StatementFacts known = cache.getIfPresent(text.identified());
    return known == null ? read(text) : known;
  }

  private StatementFacts read(SqlText text) {
    StatementFacts facts = closed.mark(text.read(true));
    cache.put(text.key(), facts);
    return facts;
  }

  private static int bytes(SqlText text, StatementFacts facts) {
    int names = facts.footprint().tables().size() + facts.footprint().routines().size();
    return ENTRY_BYTES + facts.digest().length() + NAME_BYTES * names;
  }
}
