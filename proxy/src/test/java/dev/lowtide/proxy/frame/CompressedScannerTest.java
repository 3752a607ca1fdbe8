package dev.lowtide.proxy.frame;

import static dev.lowtide.proxy.frame.Frames.join;
import static dev.lowtide.proxy.frame.Frames.packed;
import static dev.lowtide.proxy.frame.Frames.packet;
import static dev.lowtide.proxy.frame.Frames.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompressedScannerTest {

  private static final byte[] PACKETS = join(packet(1), packet(17_000), packet(0), packet(300));

  private final List<Integer> seen = new ArrayList<>();

  private final PayloadSink sink =
      new PayloadSink() {
        @Override
        public int firstByteOfInterest() {
          return 0;
        }

        @Override
        public int headBytes() {
          return 64;
        }

        @Override
        public void onPayload(PayloadHead head) {
          seen.add(head.packetLength());
        }
      };

  @ParameterizedTest
  @EnumSource
  void seesEveryPacketHoweverItIsPackedAndCut(Compression compression) {
    for (int bytesAFrame : new int[] {1, 7, 301, 16_384, 1 << 20}) {
      byte[] frames = packed(compression, PACKETS, bytesAFrame);
      for (int cut : new int[] {1, 6, 8, 1000, frames.length}) {
        assertThat(scan(compression, frames, cut))
            .as("%d bytes a frame, cuts of %d", bytesAFrame, cut)
            .containsExactly(1, 17_000, 0, 300);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void framesThatAreNotCompressedStandBetweenThoseThatAre(Compression compression) {
    byte[] frames =
        join(stored(packet(5)), packed(compression, packet(99), 1 << 20), stored(packet(6)));

    assertThat(scan(compression, frames, frames.length)).containsExactly(5, 99, 6);
  }

  @ParameterizedTest
  @EnumSource
  void anEmptyFrameHasNothingInIt(Compression compression) {
    byte[] frames = join(stored(new byte[0]), stored(packet(5)));

    assertThat(scan(compression, frames, frames.length)).containsExactly(5);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNotCompressedAsItSaysIsMalformed(Compression compression) {
    byte[] frame = Frames.frame(packet(40), 400);

    assertThatThrownBy(() -> scan(compression, frame, frame.length))
        .isInstanceOf(MalformedFrameException.class);
  }

  @ParameterizedTest
  @EnumSource
  void aFrameWithLessInItThanItSaysIsMalformed(Compression compression) {
    byte[] whole = packed(compression, packet(40), 1 << 20);
    byte[] body = Arrays.copyOfRange(whole, 7, whole.length);
    byte[] frames = join(Frames.frame(body, 45), stored(packet(1)));

    assertThatThrownBy(() -> scan(compression, frames, frames.length))
        .isInstanceOf(MalformedFrameException.class)
        .hasMessageContaining("1 bytes before it should");
  }

  @Test
  void moreThanAFrameSaysItHasIsNotUnpacked() {
    byte[] whole = packed(Compression.ZLIB, join(packet(40), packet(50)), 1 << 20);
    byte[] body = Arrays.copyOfRange(whole, 7, whole.length);
    byte[] frames = join(Frames.frame(body, 44), stored(packet(1)));

    assertThat(scan(Compression.ZLIB, frames, frames.length)).containsExactly(40, 1);
  }

  private List<Integer> scan(Compression compression, byte[] stream, int cut) {
    seen.clear();
    CompressedScanner scanner = new CompressedScanner(compression, new PacketScanner(sink));
    try {
      for (int at = 0; at < stream.length; at += cut) {
        scanner.scan(Unpooled.wrappedBuffer(stream, at, Math.min(cut, stream.length - at)));
      }
    } finally {
      scanner.close();
    }
    return seen;
  }
}
