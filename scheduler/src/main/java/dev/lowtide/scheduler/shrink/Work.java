package dev.lowtide.scheduler.shrink;

/**
 * What a run has to move, and how.
 *
 * @param bytes of the rebuilt table
 * @param keys secondary indexes
 */
public record Work(ShrinkMethod method, ByteSize bytes, long rows, int keys) {

  public static final Work NONE = new Work(ShrinkMethod.SHADOW_COPY, ByteSize.ZERO, 0, 0);

  public boolean isNone() {
    return bytes.bytes() == 0 && rows == 0;
  }
}
