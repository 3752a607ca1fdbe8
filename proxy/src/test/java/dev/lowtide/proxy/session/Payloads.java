package dev.lowtide.proxy.session;

import dev.lowtide.proxy.frame.PayloadHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** Payloads as a client or a server would send them. */
final class Payloads {

  static final int IN_TRANS = 0x0001;
  static final int AUTOCOMMIT = 0x0002;
  static final int MORE_RESULTS = 0x0008;
  static final int CURSOR = 0x0040;

  private Payloads() {}

  static PayloadHead head(int sequenceId, byte... payload) {
    return new PayloadHead()
        .at(Unpooled.wrappedBuffer(payload), 0, payload.length, payload.length, sequenceId);
  }

  static PayloadHead bytes(int... payload) {
    return head(1, toBytes(payload));
  }

  static PayloadHead command(int code, String text) {
    return head(0, join(toBytes(code), text.getBytes(StandardCharsets.UTF_8)));
  }

  static PayloadHead query(String sql) {
    return command(0x03, sql);
  }

  static PayloadHead ok(int status) {
    return bytes(0x00, 0, 0, status & 0xFF, status >> 8, 0, 0);
  }

  static PayloadHead err() {
    return head(1, join(toBytes(0xFF, 0x15, 0x04), "#28000No".getBytes(StandardCharsets.UTF_8)));
  }

  /** A greeting of a server with these capabilities, all of its filler zeros. */
  static ByteBuf greeting(long capabilities) {
    ByteBuf payload = Unpooled.buffer();
    payload.writeByte(10).writeCharSequence("8.4.3", StandardCharsets.US_ASCII);
    payload.writeByte(0).writeIntLE(4711).writeZero(9);
    payload.writeShortLE((int) capabilities).writeByte(45).writeShortLE(AUTOCOMMIT);
    payload.writeShortLE((int) (capabilities >> 16)).writeByte(21).writeZero(10 + 13);
    return payload;
  }

  /** A handshake response of shop's, with an empty password. */
  static PayloadHead handshakeResponse(long capabilities) {
    ByteBuf payload = Unpooled.buffer();
    payload.writeIntLE((int) capabilities).writeIntLE(1 << 24).writeByte(45).writeZero(23);
    payload.writeCharSequence("shop", StandardCharsets.US_ASCII);
    payload.writeZero(2);
    return head(1, ByteBufUtil.getBytes(payload));
  }

  static PayloadHead eof(int status) {
    return bytes(0xFE, 0, 0, status & 0xFF, status >> 8);
  }

  static PayloadHead okAsEof(int status) {
    return bytes(0xFE, 0, 0, status & 0xFF, status >> 8, 0, 0);
  }

  static PayloadHead definition() {
    return head(1, join(toBytes(3), "def".getBytes(StandardCharsets.UTF_8)));
  }

  static PayloadHead prepareOk(int id, int columns, int parameters) {
    return bytes(0x00, id, 0, 0, 0, columns, 0, parameters, 0, 0, 0, 0);
  }

  static byte[] join(byte[] first, byte[] second) {
    ByteBuf both = Unpooled.wrappedBuffer(first, second);
    return ByteBufUtil.getBytes(both);
  }

  static byte[] toBytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
