package dev.lowtide.proxy.protocol;

import io.netty.buffer.ByteBuf;

/**
 * HandshakeV10, the server's first payload.
 *
 * @param capabilitiesIndex where in the payload the lower half of the capabilities stands
 */
public record Greeting(long threadId, Capabilities capabilities, int capabilitiesIndex) {

  private static final int PROTOCOL_VERSION = 10;
  private static final int SALT_PART_1 = 8;

  /** From the end of the lower half to the upper: character set (1), status flags (2). */
  private static final int TO_UPPER_HALF = 5;

  /** MariaDB keeps 32 more flags in the filler behind the upper half, auth length and 6 zeros. */
  private static final int TO_MARIADB_FLAGS = TO_UPPER_HALF + 2 + 1 + 6;

  public static Greeting read(ByteBuf payload) {
    int begin = payload.readerIndex();
    PayloadReader reader = new PayloadReader(payload);
    int version = reader.int1();
    if (version != PROTOCOL_VERSION) {
      throw new MalformedPacketException(
          "protocol version: " + version + " (expected: " + PROTOCOL_VERSION + ")");
    }
    reader.nulTerminatedString();
    long threadId = reader.int4();
    reader.skip(SALT_PART_1 + 1);
    int index = payload.readableBytes() - reader.remaining();
    long lower = reader.int2();
    reader.skip(TO_UPPER_HALF - 2);
    long upper = reader.int2();
    reader.skip(1 + 6);
    Capabilities standard = new Capabilities(upper << 16 | lower);
    return new Greeting(threadId, standard.withMariaDbFlags(reader.int4()), begin + index);
  }

  /** Offers TLS or not, in place. */
  public void offerTls(ByteBuf payload, boolean isOffered) {
    int lower = payload.getUnsignedShortLE(capabilitiesIndex);
    int ssl = (int) Capability.CLIENT_SSL.bit();
    payload.setShortLE(capabilitiesIndex, isOffered ? lower | ssl : lower & ~ssl);
  }

  /** Takes capabilities out of the payload in place. */
  public Greeting mask(ByteBuf payload, Capabilities masked) {
    Capabilities kept = capabilities.without(masked);
    payload.setShortLE(capabilitiesIndex, (int) kept.bits());
    payload.setShortLE(capabilitiesIndex + TO_UPPER_HALF, (int) (kept.bits() >> 16));
    if (kept.isMariaDb()) {
      payload.setIntLE(capabilitiesIndex + TO_MARIADB_FLAGS, (int) (kept.bits() >> 32));
    }
    return new Greeting(threadId, kept, capabilitiesIndex);
  }
}
