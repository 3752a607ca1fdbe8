package dev.lowtide.scheduler.shrink;

/**
 * What a run has to move, and how.
 *
 * @param bytes of the rebuilt table
 * @param keys secondary indexes
 * @param shape what makes its rows dear to move
 */
public record Work(ShrinkMethod method, ByteSize bytes, long rows, int keys, RowShape shape) {

  public static final Work NONE = new Work(ShrinkMethod.SHADOW_COPY, ByteSize.ZERO, 0, 0);

  /** Work that was written down without a shape has one as most. */
  @SuppressWarnings("NullAway")
  public Work {
    shape = shape == null ? RowShape.PLAIN : shape;
  }

  /** Of rows as those of most tables. */
  public Work(ShrinkMethod method, ByteSize bytes, long rows, int keys) {
    this(method, bytes, rows, keys, RowShape.PLAIN);
  }

  public boolean isNone() {
    return bytes.bytes() == 0 && rows == 0;
  }
}
