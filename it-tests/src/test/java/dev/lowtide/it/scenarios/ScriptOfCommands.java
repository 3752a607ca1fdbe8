package dev.lowtide.it.scenarios;

import com.github.luben.zstd.Zstd;
import dev.lowtide.it.harness.RawClient;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.Deflater;

/** Commands of one session as the bytes that a client would send, one behind the other. */
final class ScriptOfCommands {

  private static final int COM_QUIT = 0x01;
  private static final int COM_QUERY = 0x03;
  private static final int COM_STMT_PREPARE = 0x16;

  private final List<byte[]> packets = new ArrayList<>();

  /** All of it, and the command that makes the server hang up. */
  byte[] bytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(bytesWithoutQuit());
    all.writeBytes(RawClient.packet(0, (byte) COM_QUIT));
    return all.toByteArray();
  }

  /** All of it, where the server hangs up by itself: it would reset what it has not read. */
  byte[] bytesWithoutQuit() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    packets.forEach(all::writeBytes);
    return all.toByteArray();
  }

  /** The same in compressed frames: a packet begins a frame and goes on in as many as it needs. */
  byte[] zlibFrames(int bytesAFrame) {
    return frames(bytesAFrame, ScriptOfCommands::deflated);
  }

  byte[] zstdFrames(int bytesAFrame) {
    return frames(bytesAFrame, Zstd::compress);
  }

  private byte[] frames(int bytesAFrame, UnaryOperator<byte[]> compressed) {
    List<byte[]> all = new ArrayList<>(packets);
    all.add(RawClient.packet(0, (byte) COM_QUIT));
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    for (byte[] packet : all) {
      for (int at = 0; at < packet.length; at += bytesAFrame) {
        byte[] part = Arrays.copyOfRange(packet, at, Math.min(packet.length, at + bytesAFrame));
        // The frames of a packet count on from its own sequence id.
        byte[] head = RawClient.packet(packet[3] + at / bytesAFrame, compressed.apply(part));
        frames.write(head, 0, 4);
        frames.write(part.length);
        frames.write(part.length >> 8);
        frames.write(part.length >> 16);
        frames.write(head, 4, head.length - 4);
      }
    }
    return frames.toByteArray();
  }

  private static byte[] deflated(byte[] plain) {
    Deflater deflater = new Deflater();
    deflater.setInput(plain);
    deflater.finish();
    byte[] out = new byte[plain.length + 64];
    int length = deflater.deflate(out);
    deflater.end();
    return Arrays.copyOf(out, length);
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
    packets.add(RawClient.packet(0, payload.toByteArray()));
    return this;
  }

  /** A command whose argument is these bytes. */
  ScriptOfCommands command(int code, int... argument) {
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    payload.write(code);
    for (int one : argument) {
      payload.write(one);
    }
    packets.add(RawClient.packet(0, payload.toByteArray()));
    return this;
  }

  /** What a client answers when it is asked for a file: its content, and an empty packet. */
  ScriptOfCommands file(String content) {
    packets.add(RawClient.packet(2, content.getBytes(StandardCharsets.UTF_8)));
    packets.add(RawClient.packet(3));
    return this;
  }
}
