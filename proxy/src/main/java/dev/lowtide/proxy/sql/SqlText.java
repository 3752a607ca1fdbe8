package dev.lowtide.proxy.sql;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.FastThreadLocal;
import java.nio.charset.StandardCharsets;

/**
 * The text of a command where it lies, with what its meaning depends on. One object is moved from
 * text to text; a cache that keeps one keeps a {@link #key}. Texts are equal if they were found to
 * have one fingerprint. Confined to one event loop.
 */
public final class SqlText {

  private static final FastThreadLocal<Fingerprint> FINGERPRINTS =
      new FastThreadLocal<>() {
        @Override
        protected Fingerprint initialValue() {
          return new Fingerprint();
        }
      };

  private ByteBuf bytes = Unpooled.EMPTY_BUFFER;
  private int index;
  private int length;
  private String schema = "";
  private boolean hasBackslashEscapes;
  private long high;
  private long low;

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
    return this;
  }

  /** Lets the bytes go: they are not ours. */
  public void leave() {
    at(Unpooled.EMPTY_BUFFER, 0, 0, "", false);
  }

  int length() {
    return length;
  }

  /** Finds the fingerprint by which it is equal to others. */
  SqlText identified() {
    Fingerprint fingerprint = FINGERPRINTS.get();
    fingerprint.read(bytes, index, length, hasBackslashEscapes);
    high = fingerprint.high();
    low = fingerprint.low();
    return this;
  }

  /** What is equal to it, without its bytes. */
  SqlText key() {
    SqlText key = new SqlText().at(Unpooled.EMPTY_BUFFER, 0, 0, schema, hasBackslashEscapes);
    key.high = high;
    key.low = low;
    return key;
  }

  StatementFacts read(boolean isWhole) {
    String sql = bytes.toString(index, length, StandardCharsets.UTF_8);
    return StatementReader.read(sql, schema, hasBackslashEscapes, isWhole);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SqlText that
        && high == that.high
        && low == that.low
        && hasBackslashEscapes == that.hasBackslashEscapes
        && schema.equals(that.schema);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(high);
  }
}
