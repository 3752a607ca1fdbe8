package dev.lowtide.scheduler.shrink;

import java.time.Instant;

/**
 * What a table occupied at a time.
 *
 * @param live bytes that a rebuild would have left
 */
public record SizeSample(Instant at, ByteSize fileSize, ByteSize live) {

  public ByteSize dead() {
    return fileSize.minus(live);
  }
}
