package dev.lowtide.scheduler.shrink;

/**
 * What a run has to move, and how.
 *
 * @param bytes of the rebuilt table
 * @param keys secondary indexes
 * @param isCompressed whether each page is compressed as it is written
 * @param hasDocuments whether there are JSON columns
 */
public record Work(
    ShrinkMethod method,
    ByteSize bytes,
    long rows,
    int keys,
    boolean isCompressed,
    boolean hasDocuments) {

  public static final Work NONE = new Work(ShrinkMethod.SHADOW_COPY, ByteSize.ZERO, 0, 0);

  /** Of pages and values as they are. */
  public Work(ShrinkMethod method, ByteSize bytes, long rows, int keys) {
    this(method, bytes, rows, keys, false, false);
  }

  public boolean isNone() {
    return bytes.bytes() == 0 && rows == 0;
  }
}
