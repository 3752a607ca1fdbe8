package dev.lowtide.proxy.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacketScannerTest {

  private static final int HEAD_BYTES = 5;

  private final List<String> seen = new ArrayList<>();
  private int ofInterest;

  private final PacketScanner scanner =
      new PacketScanner(
          new PayloadSink() {
            @Override
            public int firstByteOfInterest() {
              return ofInterest;
            }

            @Override
            public int headBytes() {
              return HEAD_BYTES;
            }

            @Override
            public void onPayload(PayloadHead head) {
              seen.add(
                  "#"
                      + head.sequenceId()
                      + " "
                      + head.packetLength()
                      + " "
                      + ByteBufUtil.hexDump(head.bytes()));
            }
          });

  @Test
  void everyCutShowsTheSameHeads() {
    byte[] stream = stream(packet(0, 1), packet(1, 0), packet(2, 12), packet(255, 5), packet(0, 4));
    List<String> whole = scanInCuts(stream, stream.length);

    assertThat(whole)
        .containsExactly(
            "#0 1 00", "#1 0 ", "#2 12 0001020304", "#255 5 0001020304", "#0 4 00010203");
    for (int cut = 1; cut < stream.length; cut++) {
      assertThat(scanInCuts(stream, cut)).as("cuts of %d bytes", cut).isEqualTo(whole);
    }
  }

  @Test
  void whatBeginsTooLowIsPassedOverHoweverItIsCut() {
    byte[] low = packet(7, 9);
    byte[] high = packet(8, 9);
    high[PacketHeader.BYTES] = (byte) 0xFE;
    byte[] stream = stream(low, low, high, low, packet(9, 0), low, low);
    ofInterest = 0xFE;

    for (int cut = 1; cut <= stream.length; cut++) {
      assertThat(scanInCuts(stream, cut))
          .as("cuts of %d bytes", cut)
          .contains("#8 9 fe01020304", "#9 0 ");
    }
    assertThat(scanInCuts(stream, stream.length)).containsExactly("#8 9 fe01020304", "#9 0 ");
  }

  @Test
  void continuationPacketsBelongToThePayloadBefore() {
    byte[] full = packet(0, PacketHeader.LENGTH_MAX);
    byte[] stream = stream(full, packet(1, 3), packet(0, 2));

    assertThat(scanInCuts(stream, 100_000)).containsExactly("#0 16777215 0001020304", "#0 2 0001");
  }

  @Test
  void anExactMultipleEndsWithAnEmptyPacket() {
    byte[] stream = stream(packet(0, PacketHeader.LENGTH_MAX), packet(1, 0), packet(0, 0));

    assertThat(scanInCuts(stream, 65_536)).containsExactly("#0 16777215 0001020304", "#0 0 ");
  }

  @Test
  void leavesTheBytesUntouched() {
    ByteBuf bytes = Unpooled.wrappedBuffer(packet(0, 9));

    scanner.scan(bytes);

    assertThat(bytes.readableBytes()).isEqualTo(13);
  }

  private List<String> scanInCuts(byte[] stream, int cut) {
    seen.clear();
    for (int at = 0; at < stream.length; at += cut) {
      scanner.scan(Unpooled.wrappedBuffer(stream, at, Math.min(cut, stream.length - at)));
    }
    return List.copyOf(seen);
  }

  private static byte[] packet(int sequenceId, int length) {
    ByteBuf out = Unpooled.buffer(length + PacketHeader.BYTES);
    PacketHeader.write(out, length, sequenceId);
    for (int i = 0; i < length; i++) {
      out.writeByte(i);
    }
    return ByteBufUtil.getBytes(out);
  }

  private static byte[] stream(byte[]... packets) {
    return ByteBufUtil.getBytes(Unpooled.wrappedBuffer(packets));
  }
}
