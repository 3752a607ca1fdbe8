package dev.lowtide.proxy.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * A stream of bytes and its cuts, as a fuzzer can write them: how many cuts and how many refusals,
 * the length of each cut, how much of a payload's head is wanted, and then the stream.
 *
 * <p>Nobody fuzzes sixteen megabytes, so the header of the longest packet, with {@link #LONGEST} as
 * its sequence id, stands for all of that packet.
 */
final class StreamScript {

  private static final int LONGEST = 0xF7;

  private static final byte[] LONGEST_HEADER = {-1, -1, -1, (byte) LONGEST};

  private static final byte[] LONGEST_PAYLOAD = new byte[PacketHeader.LENGTH_MAX];

  static {
    // Not zeros: who is not where he should be would find millions of empty packets in them.
    Arrays.fill(LONGEST_PAYLOAD, (byte) 0xFF);
  }

  /** One is enough to be continued, two for a continuation that is continued: 32 MB. */
  private static final int LONGEST_MAX = 2;

  private static final int CUTS_MAX = 0x3F;

  private final byte[] script;
  private final int cuts;

  StreamScript(byte[] script) {
    this.script = script;
    this.cuts = Math.min(at(0) & CUTS_MAX, Math.max(script.length - 1, 0));
  }

  /** A script that a person can read, for the fuzzer to start from. */
  static byte[] of(int refusals, int headBytes, byte[] stream, int... cuts) {
    ByteArrayOutputStream script = new ByteArrayOutputStream();
    script.write(cuts.length | refusals << 6);
    for (int cut : cuts) {
      script.write(cut);
    }
    script.write(headBytes);
    script.writeBytes(stream);
    return script.toByteArray();
  }

  /** What stands for the longest packet. */
  static byte[] longest() {
    return LONGEST_HEADER.clone();
  }

  /** All of it; to be released. */
  ByteBuf bytes() {
    CompositeByteBuf bytes = ByteBufAllocator.DEFAULT.compositeBuffer(Integer.MAX_VALUE);
    int from = cuts + 2;
    int left = LONGEST_MAX;
    for (int at = from; at < script.length; at++) {
      if (left > 0 && isLongest(at)) {
        add(bytes, from, at + 1);
        bytes.addComponent(true, Unpooled.wrappedBuffer(LONGEST_PAYLOAD));
        from = at + 1;
        left--;
      }
    }
    add(bytes, from, script.length);
    return bytes;
  }

  private void add(CompositeByteBuf bytes, int from, int to) {
    if (from < to) {
      bytes.addComponent(true, Unpooled.wrappedBuffer(script, from, to - from));
    }
  }

  /** Whether the header of the longest packet ends here. */
  private boolean isLongest(int at) {
    return at >= 3 && Arrays.equals(script, at - 3, at + 1, LONGEST_HEADER, 0, 4);
  }

  /** How much of the stream is there after each of its cuts, and at last all of it. */
  int[] arrivals(int length) {
    int[] arrivals = new int[cuts + 1];
    int arrived = 0;
    for (int i = 0; i < cuts; i++) {
      arrived = Math.min(arrived + at(1 + i), length);
      arrivals[i] = arrived;
    }
    arrivals[cuts] = length;
    return arrivals;
  }

  /** How often the payload of this number is refused before it may pass. */
  int refusals() {
    return at(0) >> 6;
  }

  /** How much is wanted of the payload of this number: not of each the same. */
  int headBytes(int payload) {
    return payload % 2 == 0 ? at(cuts + 1) : at(cuts + 1) / 3;
  }

  private int at(int index) {
    return index < script.length ? script[index] & 0xFF : 0;
  }
}
