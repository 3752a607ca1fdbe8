package dev.lowtide.proxy.frame;

import static dev.lowtide.proxy.frame.Frames.join;
import static dev.lowtide.proxy.frame.Frames.packed;
import static dev.lowtide.proxy.frame.Frames.packet;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompressedGateTest {

  private static final int ALL_IN_ONE = 1 << 20;

  private final List<String> asked = new ArrayList<>();
  private int stopsAt = -1;

  private final Gate.Keeper keeper =
      new Gate.Keeper() {
        @Override
        public int headBytes() {
          return 1000;
        }

        @Override
        public boolean mayPass(PayloadHead head, boolean canWait) {
          asked.add(head.packetLength() + (canWait ? "" : "!"));
          return head.packetLength() != stopsAt || !canWait;
        }
      };

  @ParameterizedTest
  @EnumSource
  void everyByteOfTheFramesPassesHoweverTheyAreCut(Compression compression) {
    byte[] plain = join(packet(1), packet(17_000), packet(0), packet(999));
    for (int bytesAFrame : new int[] {1, 9, 16_384, ALL_IN_ONE}) {
      byte[] frames = packed(compression, plain, bytesAFrame);
      for (int cut : new int[] {1, 8, 5000, frames.length}) {
        asked.clear();
        assertThat(passInCuts(compression, frames, cut)).isEqualTo(frames);
        assertThat(asked.stream().map(one -> one.replace("!", "")))
            .containsExactly("1", "17000", "0", "999");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFrameWaitsWithTheCommandInIt(Compression compression) {
    byte[] first = packed(compression, packet(1), ALL_IN_ONE);
    byte[] second = packed(compression, packet(2), ALL_IN_ONE);
    Gate gate = gate(compression);
    ByteBuf inbox = Unpooled.wrappedBuffer(first, second);
    stopsAt = 2;

    int passed = gate.passable(inbox);
    inbox.skipBytes(passed);

    assertThat(passed).isEqualTo(first.length);
    assertThat(gate.passable(inbox)).isZero();
    stopsAt = -1;
    assertThat(gate.passable(inbox)).isEqualTo(second.length);
    assertThat(asked).containsExactly("1", "2", "2", "2");
    gate.close();
  }

  @ParameterizedTest
  @EnumSource
  void aCommandCannotWaitBehindAnotherInTheSameFrame(Compression compression) {
    byte[] frame = packed(compression, join(packet(1), packet(2)), ALL_IN_ONE);
    stopsAt = 2;

    assertThat(passInCuts(compression, frame, frame.length)).isEqualTo(frame);
    assertThat(asked).containsExactly("1", "2!");
  }

  @ParameterizedTest
  @EnumSource
  void aCommandCannotWaitBehindTheEndOfAnotherInTheSameFrame(Compression compression) {
    byte[] plain = join(packet(3000), packet(2));
    byte[] frames = packed(compression, plain, 2000);
    stopsAt = 2;

    assertThat(passInCuts(compression, frames, 10)).isEqualTo(frames);
    assertThat(asked).containsExactly("3000", "2!");
  }

  @ParameterizedTest
  @EnumSource
  void whatIsAloneInItsFramesCanBeDropped(Compression compression) {
    byte[] first = packed(compression, packet(2000), 1500);
    byte[] second = packed(compression, packet(3), ALL_IN_ONE);
    CompressedGate gate = new CompressedGate(compression, new PacketGate(keeper));
    ByteBuf inbox = Unpooled.wrappedBuffer(first, second);
    stopsAt = 2000;
    assertThat(gate.passable(inbox)).isZero();

    int dropped = gate.dropDeclined();

    assertThat(dropped).isEqualTo(first.length);
    assertThat(gate.passable(inbox.skipBytes(dropped))).isEqualTo(second.length);
    gate.close();
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNotThereWholeCannotBeDroppedYet(Compression compression) {
    byte[] frames = packed(compression, packet(2000), 1500);
    CompressedGate gate = new CompressedGate(compression, new PacketGate(keeper));
    ByteBuf inbox = Unpooled.buffer().writeBytes(frames, 0, frames.length - 9);
    stopsAt = 2000;
    assertThat(gate.passable(inbox)).isZero();
    assertThat(gate.dropDeclined()).isEqualTo(CompressedGate.NOT_WHOLE);

    inbox.writeBytes(frames, frames.length - 9, 9);

    assertThat(gate.passable(inbox)).isZero();
    assertThat(gate.dropDeclined()).isEqualTo(frames.length);
    gate.close();
  }

  @ParameterizedTest
  @EnumSource
  void whatSharesItsFrameCannotBeDropped(Compression compression) {
    byte[] frame = packed(compression, join(packet(2), packet(3)), ALL_IN_ONE);
    CompressedGate gate = new CompressedGate(compression, new PacketGate(keeper));
    ByteBuf inbox = Unpooled.wrappedBuffer(frame);
    stopsAt = 2;
    assertThat(gate.passable(inbox)).isZero();

    assertThat(gate.dropDeclined()).isEqualTo(CompressedGate.NOT_ALONE);
    gate.close();
  }

  private byte[] passInCuts(Compression compression, byte[] stream, int cut) {
    Gate gate = gate(compression);
    ByteArrayOutputStream passed = new ByteArrayOutputStream();
    ByteBuf inbox = Unpooled.buffer();
    for (int at = 0; at < stream.length; at += cut) {
      inbox.writeBytes(stream, at, Math.min(cut, stream.length - at));
      byte[] out = new byte[gate.passable(inbox)];
      inbox.readBytes(out);
      passed.writeBytes(out);
    }
    gate.close();
    return passed.toByteArray();
  }

  private Gate gate(Compression compression) {
    return new CompressedGate(compression, new PacketGate(keeper));
  }
}
