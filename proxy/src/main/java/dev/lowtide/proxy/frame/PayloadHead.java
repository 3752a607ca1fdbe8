package dev.lowtide.proxy.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * The first bytes of a payload, in place. One object is moved from packet to packet, so what it
 * shows is valid only during the call that hands it over. Confined to one event loop.
 */
public final class PayloadHead {

  private ByteBuf buffer = Unpooled.EMPTY_BUFFER;
  private int index;
  private int available;
  private int packetLength;
  private int sequenceId;

  /** Moves to the packet whose payload begins at the index, {@code available} bytes of it here. */
  public PayloadHead at(ByteBuf buffer, int index, int available, int length, int sequenceId) {
    this.buffer = buffer;
    this.index = index;
    this.available = available;
    this.packetLength = length;
    this.sequenceId = sequenceId;
    return this;
  }

  /** The length of the payload's first packet. */
  public int packetLength() {
    return packetLength;
  }

  public int sequenceId() {
    return sequenceId;
  }

  /** Whether the payload goes on in the next packet. */
  public boolean isContinued() {
    return packetLength == PacketHeader.LENGTH_MAX;
  }

  /** Whether all of the payload is at hand. */
  public boolean isWhole() {
    return available == packetLength && !isContinued();
  }

  /** The first byte, or -1 if the payload is empty. */
  public int firstByte() {
    return available == 0 ? -1 : buffer.getUnsignedByte(index);
  }

  /** Where the bytes at hand lie, from {@link #index} on {@link #available} of them. */
  public ByteBuf buffer() {
    return buffer;
  }

  public int index() {
    return index;
  }

  public int available() {
    return available;
  }

  /** The bytes at hand, as a view that must not outlive this call. */
  public ByteBuf bytes() {
    return buffer.slice(index, available);
  }
}
