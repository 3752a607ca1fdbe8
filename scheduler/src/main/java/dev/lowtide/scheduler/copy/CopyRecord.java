package dev.lowtide.scheduler.copy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the registry in the target says of one copy. It changes in the same transaction as the
 * shadow's rows, so it is right after any crash.
 *
 * @param id given by the registry
 * @param owner which Lowtide and which of its runs it belongs to
 * @param serverUuid the server on which it was begun; positions mean nothing on another
 * @param fingerprint of the original's definition and tablespaces, as it was at the beginning
 * @param applied all changes before it are in the shadow, for rows that are copied
 * @param copiedTo key of the last row copied; null before the first
 * @param rowsCopied so far
 * @param createdAt by the server's clock
 * @param changedAt when it or the shadow was written last, by the server's clock
 * @param kept what is known of the old table, once it is one
 */
public record CopyRecord(
    long id,
    String owner,
    String serverUuid,
    CopyTable table,
    String fingerprint,
    CopyPhase phase,
    BinlogPosition applied,
    @Nullable RowKey copiedTo,
    long rowsCopied,
    Instant createdAt,
    Instant changedAt,
    Kept kept) {

  /**
   * An old table that is kept.
   *
   * @param since the cut-over, by the server's clock; null if it was not written down
   * @param isFollowing whether it began to follow the new table; the fingerprint is of that, then
   * @param outOfStep why it does not follow, and never can again; empty if nothing speaks against
   *     it
   */
  public record Kept(@Nullable Instant since, boolean isFollowing, String outOfStep) {

    /** Nothing was written down. */
    public static final Kept UNKNOWN = new Kept(null, false, "");
  }

  /** One that has no old table yet. */
  public CopyRecord(
      long id,
      String owner,
      String serverUuid,
      CopyTable table,
      String fingerprint,
      CopyPhase phase,
      BinlogPosition applied,
      @Nullable RowKey copiedTo,
      long rowsCopied,
      Instant createdAt,
      Instant changedAt) {
    this(
        id,
        owner,
        serverUuid,
        table,
        fingerprint,
        phase,
        applied,
        copiedTo,
        rowsCopied,
        createdAt,
        changedAt,
        Kept.UNKNOWN);
  }

  /**
   * Whether it goes on from its position in the binary log. An old table that is only kept does
   * not; one that began to follow may, whatever is set here, for it may be another Lowtide's.
   *
   * @param isKeptInStep whether old tables are to follow
   */
  public boolean needsLog(boolean isKeptInStep) {
    return phase != CopyPhase.KEPT
        || (kept.outOfStep().isEmpty() && (isKeptInStep || kept.isFollowing()));
  }

  /** Since when the old table is kept. One that follows changes its row all the time. */
  public Instant keptSince() {
    Instant since = kept.since();
    return since == null ? changedAt : since;
  }

  /** The same copy the other way round, as one that follows: see {@link CopyTable#reversed}. */
  public CopyRecord reversed() {
    return new CopyRecord(
        id,
        owner,
        serverUuid,
        table.reversed(),
        fingerprint,
        CopyPhase.FOLLOWING,
        applied,
        copiedTo,
        rowsCopied,
        createdAt,
        changedAt,
        kept);
  }
}
