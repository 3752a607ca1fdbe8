package dev.lowtide.scheduler.copy;

import org.jspecify.annotations.Nullable;

/** How far this copy is, by our own memory of what was committed. Confined to the copy's thread. */
final class CopyState {

  private CopyRecord record;

  /** The highest of our marks such that all changes before it are in the shadow. */
  private long markPassed;

  private boolean isCopied;

  CopyState(CopyRecord record) {
    this.record = record;
  }

  CopyRecord record() {
    return record;
  }

  long id() {
    return record.id();
  }

  CopyTable table() {
    return record.table();
  }

  @Nullable RowKey copiedTo() {
    return record.copiedTo();
  }

  boolean isCopied() {
    return isCopied;
  }

  long markPassed() {
    return markPassed;
  }

  /** What the registry says, when our own memory may be behind it. */
  void onRead(CopyRecord read) {
    record = read;
  }

  void onPhase(CopyPhase phase) {
    record = with(phase, record.applied(), record.copiedTo(), record.rowsCopied());
  }

  void onChunk(CopySession.Chunk chunk) {
    if (chunk.upTo() != null) {
      long rows = record.rowsCopied() + chunk.rows();
      record = with(record.phase(), record.applied(), chunk.upTo(), rows);
    }
    isCopied = chunk.isLast();
  }

  void onApplied(Changes changes) {
    record = with(record.phase(), changes.upTo(), record.copiedTo(), record.rowsCopied());
    markPassed = Math.max(markPassed, changes.mark());
  }

  private CopyRecord with(
      CopyPhase phase, BinlogPosition applied, @Nullable RowKey copiedTo, long rows) {
    return new CopyRecord(
        record.id(),
        record.owner(),
        record.serverUuid(),
        record.table(),
        record.fingerprint(),
        phase,
        applied,
        copiedTo,
        rows,
        record.createdAt(),
        record.changedAt(),
        record.kept());
  }
}
