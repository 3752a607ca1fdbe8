package dev.lowtide.it.bench;

import dev.lowtide.proxy.frame.PacketHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** Packets as a modern driver and server exchange them, in direct buffers as sockets read into. */
final class Wire {

  /** A schema, protocol 4.1, secure connection, session tracking, no EOFs. */
  private static final int CAPABILITIES = 1 << 3 | 1 << 9 | 1 << 15 | 1 << 23 | 1 << 24;

  static final int AUTOCOMMIT = 2;
  static final int IN_TRANSACTION = AUTOCOMMIT | 1;
  private static final int COM_QUERY = 0x03;
  private static final int COM_STMT_PREPARE = 0x16;
  private static final int COM_STMT_EXECUTE = 0x17;

  /** A row of sysbench's: one column with 119 characters. */
  private static final int ROW_TEXT_BYTES = 119;

  /** Higher than the numbers that every JVM has at hand as objects. */
  private static final int STATEMENT_ID = 1000;

  private Wire() {}

  /** The payload alone. */
  static ByteBuf greeting() {
    ByteBuf payload = Unpooled.directBuffer();
    payload.writeByte(10).writeCharSequence("8.4.3", StandardCharsets.US_ASCII);
    payload.writeByte(0).writeIntLE(4711).writeZero(9);
    payload.writeShortLE(CAPABILITIES).writeByte(45).writeShortLE(AUTOCOMMIT);
    return payload.writeShortLE(CAPABILITIES >> 16).writeByte(21).writeZero(10 + 13);
  }

  static ByteBuf handshakeResponse() {
    ByteBuf payload = Unpooled.directBuffer();
    payload.writeIntLE(CAPABILITIES).writeIntLE(1 << 24).writeByte(45).writeZero(23);
    payload.writeCharSequence("shop", StandardCharsets.US_ASCII);
    payload.writeZero(2).writeCharSequence("sbtest", StandardCharsets.US_ASCII);
    return packet(1, payload.writeByte(0));
  }

  static ByteBuf ok() {
    return ok(2, AUTOCOMMIT);
  }

  static ByteBuf ok(int sequenceId, int status) {
    return packet(
        sequenceId, Unpooled.directBuffer().writeZero(3).writeShortLE(status).writeZero(2));
  }

  static ByteBuf query(String sql) {
    return packet(0, text(COM_QUERY, sql));
  }

  static ByteBuf prepare(String sql) {
    return packet(0, text(COM_STMT_PREPARE, sql));
  }

  /** One column and one parameter. */
  static ByteBuf prepareOk() {
    ByteBuf payload = Unpooled.directBuffer().writeByte(0).writeIntLE(STATEMENT_ID).writeShortLE(1);
    payload.writeShortLE(1).writeZero(3);
    return Unpooled.directBuffer()
        .writeBytes(packet(1, payload))
        .writeBytes(definition(2))
        .writeBytes(definition(3));
  }

  /** Flags, iterations, no NULLs, types given, a LONGLONG and its value. */
  static ByteBuf execute() {
    ByteBuf payload = Unpooled.directBuffer().writeByte(COM_STMT_EXECUTE).writeIntLE(STATEMENT_ID);
    payload.writeByte(0).writeIntLE(1).writeByte(0).writeByte(1).writeShortLE(8);
    return packet(0, payload.writeLongLE(5_000_001));
  }

  /** Column count, definition, rows, and an OK that says they are all. */
  static ByteBuf resultSet(int rows) {
    return resultSet(rows, AUTOCOMMIT);
  }

  static ByteBuf resultSet(int rows, int status) {
    ByteBuf reply = Unpooled.directBuffer();
    reply.writeBytes(packet(1, Unpooled.directBuffer().writeByte(1))).writeBytes(definition(2));
    ByteBuf row = Unpooled.directBuffer().writeByte(ROW_TEXT_BYTES);
    ByteBuf packet =
        packet(3, row.writeBytes("5".repeat(ROW_TEXT_BYTES).getBytes(StandardCharsets.US_ASCII)));
    for (int i = 0; i < rows; i++) {
      reply.writeBytes(packet, 0, packet.readableBytes());
    }
    ByteBuf end = Unpooled.directBuffer().writeByte(0xFE).writeZero(2).writeShortLE(status);
    return reply.writeBytes(packet(4, end.writeZero(2)));
  }

  private static ByteBuf text(int command, String sql) {
    ByteBuf payload = Unpooled.directBuffer().writeByte(command);
    payload.writeCharSequence(sql, StandardCharsets.UTF_8);
    return payload;
  }

  private static ByteBuf definition(int sequenceId) {
    ByteBuf payload = Unpooled.directBuffer();
    for (String name : new String[] {"def", "sbtest", "sbtest1", "sbtest1", "c", "c"}) {
      payload.writeByte(name.length()).writeCharSequence(name, StandardCharsets.US_ASCII);
    }
    return packet(sequenceId, payload.writeByte(12).writeZero(12));
  }

  private static ByteBuf packet(int sequenceId, ByteBuf payload) {
    ByteBuf packet = Unpooled.directBuffer();
    PacketHeader.write(packet, payload.readableBytes(), sequenceId);
    return packet.writeBytes(payload);
  }
}
