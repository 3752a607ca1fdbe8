package dev.lowtide.proxy.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HandshakeResponseTest {

  private static final int CONNECT_WITH_DB = 1 << 3;
  private static final int PROTOCOL_41 = 1 << 9;
  private static final int SSL = 1 << 11;
  private static final int SECURE_CONNECTION = 1 << 15;
  private static final int PLUGIN_AUTH = 1 << 19;
  private static final int CONNECT_ATTRS = 1 << 20;
  private static final int LENENC_AUTH = 1 << 21;
  private static final int USUAL =
      CONNECT_WITH_DB | PROTOCOL_41 | SECURE_CONNECTION | PLUGIN_AUTH | CONNECT_ATTRS;

  private final ByteBuf payload = Unpooled.buffer();

  @Test
  void readsWhatAnOrdinaryClientSays() {
    begin(USUAL).text("ann").lengthByte(20).text("shop").text("caching_sha2_password");
    attributes("_os", "Linux", "program_name", "mysqldump", "_pid", "7");

    HandshakeResponse response = read();

    assertThat(response.isSslRequest()).isFalse();
    assertThat(response.user()).isEqualTo("ann");
    assertThat(response.schema()).isEqualTo("shop");
    assertThat(response.program()).isEqualTo("mysqldump");
  }

  @Test
  void readsAnAuthResponseOfAnyLength() {
    begin(USUAL | LENENC_AUTH).text("ann");
    payload.writeByte(0xFC).writeShortLE(300).writeZero(300);
    text("shop").text("sha256_password");
    attributes();

    assertThat(read().schema()).isEqualTo("shop");
  }

  @Test
  void aClientNeedNotSayMoreThanItsName() {
    begin(PROTOCOL_41).text("ann").text("old-password");

    assertThat(read().user()).isEqualTo("ann");
    assertThat(read().schema()).isEmpty();
    assertThat(read().program()).isEmpty();
  }

  @Test
  void the32BytesBeforeTlsHaveNoName() {
    begin(USUAL | SSL);

    assertThat(read().isSslRequest()).isTrue();
  }

  @Test
  void attributesByTheThousandAreReadPast() {
    begin(USUAL).text("ann").lengthByte(0).text("shop").text("plugin");
    String[] pairs = new String[20_000];
    for (int i = 0; i < pairs.length; i += 2) {
      pairs[i] = "a" + i;
      pairs[i + 1] = "";
    }
    pairs[pairs.length - 2] = "program_name";
    pairs[pairs.length - 1] = "last";
    attributes(pairs);

    assertThat(read().program()).isEqualTo("last");
  }

  @Test
  void aProtocolBefore41IsNotFollowed() {
    begin(SECURE_CONNECTION).text("ann");

    assertThatThrownBy(this::read)
        .isInstanceOf(MalformedPacketException.class)
        .hasMessageContaining("CLIENT_PROTOCOL_41");
  }

  @Test
  void aResponseThatEndsTooSoonIsMalformed() {
    begin(USUAL).text("ann");
    payload.writeByte(200);

    assertThatThrownBy(this::read).isInstanceOf(MalformedPacketException.class);
  }

  private HandshakeResponse read() {
    return HandshakeResponse.read(new PayloadReader(payload));
  }

  private HandshakeResponseTest begin(int capabilities) {
    payload.writeIntLE(capabilities).writeIntLE(1 << 24).writeByte(45).writeZero(23);
    return this;
  }

  private HandshakeResponseTest text(String text) {
    payload.writeCharSequence(text, StandardCharsets.UTF_8);
    payload.writeByte(0);
    return this;
  }

  private HandshakeResponseTest lengthByte(int length) {
    payload.writeByte(length).writeZero(length);
    return this;
  }

  private void attributes(String... texts) {
    ByteBuf pairs = Unpooled.buffer();
    for (String text : texts) {
      pairs.writeByte(text.length()).writeCharSequence(text, StandardCharsets.UTF_8);
    }
    payload.writeByte(0xFD).writeMediumLE(pairs.readableBytes()).writeBytes(pairs);
  }
}
