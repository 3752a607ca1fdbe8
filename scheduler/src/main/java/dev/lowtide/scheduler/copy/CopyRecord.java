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
    Instant changedAt) {}
