package dev.lowtide.proxy.activity;

/**
 * A session's transaction at one moment.
 *
 * @param sinceNanos when it began, on the proxy's {@link NanoClock}; meaningless for {@code NONE}
 * @param touched tables touched since it began, and those of LOCK TABLES
 */
public record TransactionSnapshot(TransactionState state, long sinceNanos, Footprint touched) {

  public static final TransactionSnapshot NONE =
      new TransactionSnapshot(TransactionState.NONE, 0, Footprint.NONE);
}
