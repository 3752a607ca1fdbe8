package dev.lowtide.proxy.frame;

import static dev.lowtide.proxy.frame.Frames.join;
import static dev.lowtide.proxy.frame.Frames.packet;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadSkipperTest {

  private final PayloadSkipper skipper = new PayloadSkipper();

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 5, 1000})
  void passesOverOnePayloadAndNoMoreHoweverItIsCut(int cut) {
    byte[] stream = join(packet(300), packet(7));
    ByteBuf inbox = Unpooled.buffer();
    int skipped = 0;
    for (int at = 0; at < stream.length; at += cut) {
      inbox.writeBytes(stream, at, Math.min(cut, stream.length - at));
      int step = skipper.skip(inbox);
      inbox.skipBytes(step);
      skipped += step;
    }

    assertThat(skipper.isOver()).isTrue();
    assertThat(skipped).isEqualTo(304);
    assertThat(inbox.readableBytes()).isEqualTo(11);
  }

  @Test
  void aFullPacketIsNotTheLastEvenIfNothingIsInTheNext() {
    byte[] full = packet(PacketHeader.LENGTH_MAX);
    byte[] empty = {0, 0, 0, 1};

    assertThat(skipper.skip(Unpooled.wrappedBuffer(full))).isEqualTo(full.length);
    assertThat(skipper.isOver()).isFalse();
    assertThat(skipper.skip(Unpooled.wrappedBuffer(empty))).isEqualTo(4);
    assertThat(skipper.isOver()).isTrue();
    assertThat(skipper.sequenceId()).isEqualTo(1);
  }

  @Test
  void anEmptyPayloadIsOneToo() {
    assertThat(skipper.skip(Unpooled.wrappedBuffer(packet(0)))).isEqualTo(4);

    assertThat(skipper.isOver()).isTrue();
  }
}
