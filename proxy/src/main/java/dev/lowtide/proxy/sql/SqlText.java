package dev.lowtide.proxy.sql;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * The text of a command where it lies, with what its meaning depends on. One object is moved from
 * text to text; a cache that keeps one keeps a {@link #copy}. Confined to one event loop.
 */
public final class SqlText {

  /** The golden ratio's fraction in 64 bits: spreads every bit of a word over all of the hash. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private ByteBuf bytes = Unpooled.EMPTY_BUFFER;
  private int index;
  private int length;
  private String schema = "";
  private boolean hasBackslashEscapes;
  private int hash;

  /**
   * Moves to a text.
   *
   * @param schema the session's current schema, or empty
   */
  public SqlText at(
      ByteBuf bytes, int index, int length, String schema, boolean hasBackslashEscapes) {
    this.bytes = bytes;
    this.index = index;
    this.length = length;
    this.schema = schema;
    this.hasBackslashEscapes = hasBackslashEscapes;
    this.hash = hash();
    return this;
  }

  /** Lets the bytes go: they are not ours. */
  public void leave() {
    at(Unpooled.EMPTY_BUFFER, 0, 0, "", false);
  }

  int length() {
    return length;
  }

  SqlText copy() {
    byte[] own = ByteBufUtil.getBytes(bytes, index, length, true);
    return new SqlText().at(Unpooled.wrappedBuffer(own), 0, length, schema, hasBackslashEscapes);
  }

  StatementFacts read(boolean isWhole) {
    String sql = bytes.toString(index, length, StandardCharsets.UTF_8);
    return StatementReader.read(sql, schema, hasBackslashEscapes, isWhole);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SqlText that
        && hash == that.hash
        && length == that.length
        && hasBackslashEscapes == that.hasBackslashEscapes
        && schema.equals(that.schema)
        && ByteBufUtil.equals(bytes, index, that.bytes, that.index, length);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  private int hash() {
    long sum = schema.hashCode() * 2L + (hasBackslashEscapes ? 1 : 0);
    int at = index;
    int end = index + length;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      sum = spread(sum ^ bytes.getLongLE(at));
    }
    for (; at < end; at++) {
      sum = spread(sum ^ bytes.getByte(at));
    }
    return Long.hashCode(sum);
  }

  private static long spread(long sum) {
    long product = sum * SPREAD;
    return product ^ product >>> 32;
  }
}
