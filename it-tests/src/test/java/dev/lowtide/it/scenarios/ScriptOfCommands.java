package dev.lowtide.it.scenarios;

import dev.lowtide.it.harness.RawClient;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Commands of one session as the bytes that a client would send, one behind the other. */
final class ScriptOfCommands {

  private static final int COM_QUIT = 0x01;
  private static final int COM_QUERY = 0x03;
  private static final int COM_STMT_PREPARE = 0x16;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** All of it, and the command that makes the server hang up. */
  byte[] bytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(bytes.toByteArray());
    all.writeBytes(RawClient.packet(0, (byte) COM_QUIT));
    return all.toByteArray();
  }

  ScriptOfCommands query(String sql) {
    return command(COM_QUERY, sql);
  }

  ScriptOfCommands prepare(String sql) {
    return command(COM_STMT_PREPARE, sql);
  }

  ScriptOfCommands command(int code, String argument) {
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    payload.write(code);
    payload.writeBytes(argument.getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(RawClient.packet(0, payload.toByteArray()));
    return this;
  }

  /** A command whose argument is these bytes. */
  ScriptOfCommands command(int code, int... argument) {
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    payload.write(code);
    for (int one : argument) {
      payload.write(one);
    }
    bytes.writeBytes(RawClient.packet(0, payload.toByteArray()));
    return this;
  }

  /** What a client answers when it is asked for a file: its content, and an empty packet. */
  ScriptOfCommands file(String content) {
    bytes.writeBytes(RawClient.packet(2, content.getBytes(StandardCharsets.UTF_8)));
    bytes.writeBytes(RawClient.packet(3));
    return this;
  }
}
