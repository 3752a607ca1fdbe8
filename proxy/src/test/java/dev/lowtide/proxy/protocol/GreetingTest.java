package dev.lowtide.proxy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class GreetingTest {

  private static final int LONG_PASSWORD = 1;
  private static final int COMPRESS = 1 << 5;
  private static final int PLUGIN_AUTH = 1 << 19;
  private static final int BULK = 1 << 2;
  private static final int COM_MULTI = 1 << 1;

  @Test
  void readsWhatTheServerSaysOfItself() {
    Greeting greeting = Greeting.read(greeting(LONG_PASSWORD | PLUGIN_AUTH, 0));

    assertThat(greeting.threadId()).isEqualTo(4711);
    assertThat(greeting.capabilities()).isEqualTo(new Capabilities(LONG_PASSWORD | PLUGIN_AUTH));
  }

  @Test
  void masksInPlaceAndLeavesTheRestAsItWas() {
    ByteBuf payload = greeting(LONG_PASSWORD | PLUGIN_AUTH | COMPRESS, 0);

    Greeting.read(payload).mask(payload, Capabilities.of(Capability.CLIENT_COMPRESS));

    assertThat(payload).isEqualTo(greeting(LONG_PASSWORD | PLUGIN_AUTH, 0));
  }

  @Test
  void mariaDbsFlagsAreReadAndMaskedWhereTheServerIsMariaDb() {
    ByteBuf payload = greeting(PLUGIN_AUTH, BULK | COM_MULTI);

    Greeting greeting = Greeting.read(payload).mask(payload, new Capabilities(1L << 33));

    assertThat(greeting.capabilities().has(Capability.MARIADB_CLIENT_STMT_BULK_OPERATIONS))
        .isTrue();
    assertThat(payload).isEqualTo(greeting(PLUGIN_AUTH, BULK));
  }

  @Test
  void whatStandsInTheFillerOfAnotherServerIsNeitherReadNorChanged() {
    ByteBuf payload = greeting(LONG_PASSWORD, BULK | COM_MULTI);
    byte[] before = ByteBufUtil.getBytes(payload);

    Greeting greeting = Greeting.read(payload).mask(payload, new Capabilities(-1L << 32));

    assertThat(greeting.capabilities()).isEqualTo(new Capabilities(LONG_PASSWORD));
    assertThat(ByteBufUtil.getBytes(payload)).isEqualTo(before);
  }

  private static ByteBuf greeting(int capabilities, int mariaDbFlags) {
    ByteBuf payload = Unpooled.buffer();
    payload.writeByte(10).writeCharSequence("5.5.5-10.11.6-MariaDB", StandardCharsets.US_ASCII);
    payload.writeByte(0).writeIntLE(4711).writeZero(9);
    payload.writeShortLE(capabilities).writeByte(45).writeShortLE(2);
    payload.writeShortLE(capabilities >> 16).writeByte(21).writeZero(6).writeIntLE(mariaDbFlags);
    return payload.writeZero(13);
  }
}
