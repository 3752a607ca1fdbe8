package dev.lowtide.proxy.frame;

import static dev.lowtide.proxy.frame.Frames.packet;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacketGateTest {

  private static final int HEAD_BYTES = 4;

  private final List<String> asked = new ArrayList<>();
  private boolean isOpen = true;

  private final PacketGate gate =
      new PacketGate(
          new Gate.Keeper() {
            @Override
            public int headBytes() {
              return HEAD_BYTES;
            }

            @Override
            public boolean mayPass(PayloadHead head, boolean canWait) {
              asked.add(head.packetLength() + ":" + ByteBufUtil.hexDump(head.bytes()));
              return isOpen;
            }
          });

  @Test
  void everyCutPassesTheSameBytesAndShowsTheSameHeads() {
    byte[] stream =
        ByteBufUtil.getBytes(
            Unpooled.wrappedBuffer(packet(1), packet(0), packet(10), packet(4), packet(3)));

    for (int cut = 1; cut <= stream.length; cut++) {
      asked.clear();
      assertThat(passInCuts(stream, cut)).as("cuts of %d bytes", cut).isEqualTo(stream);
      assertThat(asked).containsExactly("1:00", "0:", "10:00010203", "4:00010203", "3:000102");
    }
  }

  @Test
  void nothingPassesBeforeTheHeadIsWhole() {
    ByteBuf bytes = Unpooled.wrappedBuffer(packet(10));

    assertThat(gate.passable(bytes.slice(0, 7))).isZero();
    assertThat(gate.passable(bytes.slice(0, 8))).isEqualTo(8);
    assertThat(asked).hasSize(1);
  }

  @Test
  void whatMayNotPassIsAskedForAgain() {
    ByteBuf bytes = Unpooled.wrappedBuffer(packet(2), packet(3));
    isOpen = false;
    assertThat(gate.passable(bytes)).isZero();

    isOpen = true;
    assertThat(gate.passable(bytes)).isEqualTo(13);
    assertThat(asked).containsExactly("2:0001", "2:0001", "3:000102");
  }

  @Test
  void continuationPacketsPassUnasked() {
    ByteBuf bytes = Unpooled.wrappedBuffer(packet(PacketHeader.LENGTH_MAX), packet(5), packet(1));

    assertThat(gate.passable(bytes)).isEqualTo(bytes.readableBytes());
    assertThat(asked).containsExactly("16777215:00010203", "1:00");
  }

  private byte[] passInCuts(byte[] stream, int cut) {
    ByteArrayOutputStream passed = new ByteArrayOutputStream();
    ByteBuf inbox = Unpooled.buffer();
    for (int at = 0; at < stream.length; at += cut) {
      inbox.writeBytes(stream, at, Math.min(cut, stream.length - at));
      byte[] out = new byte[gate.passable(inbox)];
      inbox.readBytes(out);
      passed.writeBytes(out);
    }
    return passed.toByteArray();
  }
}
