package dev.lowtide.proxy.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Payloads of a login, as clients and servers write them. */
final class LoginPayloads {

  static final int SSL = 1 << 11;
  static final int USUAL = 1 << 3 | 1 << 9 | 1 << 15 | 1 << 19 | 1 << 20;

  private LoginPayloads() {}

  static byte[] response(String user, byte[] answer, String schema, String plugin) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < 4; i++) {
      out.write(USUAL >> (8 * i));
    }
    out.writeBytes(new byte[28]);
    write(out, user);
    out.write(answer.length);
    out.writeBytes(answer);
    write(out, schema);
    write(out, plugin);
    out.write(18);
    out.write(12);
    out.writeBytes("program_name".getBytes(UTF_8));
    out.write(4);
    out.writeBytes("till".getBytes(UTF_8));
    return out.toByteArray();
  }

  static byte[] changeUser(String user, byte[] answer, String schema, String plugin) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0x11);
    write(out, user);
    out.write(answer.length);
    out.writeBytes(answer);
    write(out, schema);
    out.writeBytes(new byte[] {45, 0});
    write(out, plugin);
    return out.toByteArray();
  }

  /** AuthSwitchRequest or AuthNextFactor. */
  static byte[] request(int type, String plugin, byte[] salt) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(type);
    write(out, plugin);
    out.writeBytes(salt);
    out.write(0);
    return out.toByteArray();
  }

  static byte[] bytes(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static void write(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(UTF_8));
    out.write(0);
  }
}
