package dev.lowtide.scheduler.copy;

import java.time.Duration;

/**
 * Copies chunk after chunk, with changes applied in between, until no row is left. Confined to the
 * copy's thread.
 */
final class RowCopy {

  /** With fewer, a chunk is all commit and no work. */
  private static final int ROWS_MIN = 100;

  /** Small: what a row weighs is not known yet. */
  private static final int FIRST_ROWS = 200;

  /** Even rows of a few bytes are written at 200,000 a second at most. */
  private static final int ROWS_MAX = 50_000;

  /** What a chunk may weigh in the redo log, the binary log and a replica's memory. */
  private static final long BYTES_MAX = 16 << 20;

  /** Changes that wait longer than this go before new rows. */
  private static final Duration BEHIND_MAX = Duration.ofSeconds(1);

  private final CopyParts parts;
  private final Pauses pauses;
  private final OriginalWatch watch;
  private final Writing writing;
  private final Following following;
  private final CopyState state;
  private final ChunkSize size = new ChunkSize(ROWS_MIN, FIRST_ROWS, ROWS_MAX);

  RowCopy(
      CopyParts parts,
      Pauses pauses,
      OriginalWatch watch,
      Writing writing,
      Following following,
      CopyState state) {
    this.parts = parts;
    this.pauses = pauses;
    this.watch = watch;
    this.writing = writing;
    this.following = following;
    this.state = state;
  }

  void run() throws CopyStoppedException, InterruptedException {
    boolean isChunkNext = false;
    while (!state.isCopied()) {
      pauses.beforeWork();
      watch.look();
      boolean isApplied = !isChunkNext && !following.step(Duration.ZERO).isEmpty();
      if (!isApplied) {
        pauses.afterWork(copyChunk());
      }
      isChunkNext = isApplied && !following.isBehind(BEHIND_MAX);
    }
  }

  private Duration copyChunk() throws CopyStoppedException, InterruptedException {
    long from = parts.pace().nanos();
    CopySession.Chunk chunk =
        writing.write(session -> session.copy(state.copiedTo(), size.rows(), BYTES_MAX));
    state.onChunk(chunk);
    Duration took = Duration.ofNanos(parts.pace().nanos() - from);
    size.onDone(chunk.rows(), took, parts.throttle().chunkTime());
    watch.onCopied();
    return took;
  }
}
