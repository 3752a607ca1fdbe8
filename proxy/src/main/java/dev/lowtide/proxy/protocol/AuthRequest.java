package dev.lowtide.proxy.protocol;

import io.netty.buffer.ByteBuf;

/**
 * What the server wants a client to authenticate with, and the salt for it: a part of HandshakeV10,
 * or "Protocol::AuthSwitchRequest", or "Protocol::AuthNextFactor", which is laid out like it.
 */
public final class AuthRequest {

  private static final int SALT_BYTES = 20;
  private static final int SALT_PART_1 = 8;

  private final String plugin;
  private final byte[] salt;

  private AuthRequest(String plugin, byte[] salt) {
    this.plugin = plugin;
    this.salt = salt;
  }

  /** Reads AuthSwitchRequest or AuthNextFactor, its first byte included. */
  public static AuthRequest read(PayloadReader reader) {
    reader.skip(1);
    String plugin = reader.nulTerminatedString();
    return new AuthRequest(plugin, reader.bytes(Math.min(SALT_BYTES, reader.remaining())));
  }

  /** Reads the greeting's, whose salt stands in two parts around the capabilities. */
  public static AuthRequest ofGreeting(ByteBuf payload) {
    PayloadReader reader = new PayloadReader(payload.duplicate());
    reader.skip(1);
    reader.nulTerminatedString();
    reader.skip(4);
    byte[] salt = new byte[SALT_BYTES];
    System.arraycopy(reader.bytes(SALT_PART_1), 0, salt, 0, SALT_PART_1);
    reader.skip(1 + 2 + 1 + 2 + 2 + 1 + 10);
    int rest = SALT_BYTES - SALT_PART_1;
    System.arraycopy(reader.bytes(rest), 0, salt, SALT_PART_1, rest);
    return new AuthRequest("", salt);
  }

  /** The plugin's name; of a greeting it is not read, because the client says what it took. */
  public String plugin() {
    return plugin;
  }

  public byte[] salt() {
    return salt.clone();
  }
}
