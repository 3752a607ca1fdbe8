package dev.lowtide.proxy.auth;

import dev.lowtide.proxy.protocol.Capabilities;
import dev.lowtide.proxy.protocol.Capability;
import dev.lowtide.proxy.protocol.HandshakeResponse;
import dev.lowtide.proxy.protocol.MalformedPacketException;
import dev.lowtide.proxy.protocol.PayloadReader;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A client's HandshakeResponse41 or COM_CHANGE_USER, taken apart where authentication stands. */
final class LoginPayload {

  /**
   * Named instead of a client's plugin: no account has it, so the server asks for the right one.
   */
  private static final String NO_PLUGIN = "none";

  private static final int CAPABILITY_BYTES = 4;

  /** A length of 0, in each of the ways in which one may be written. */
  private static final int NO_ANSWER = 0;

  private final byte[] payload;
  private final String user;
  private final Capabilities capabilities;
  private String plugin = "";
  private int answerFrom;
  private int answerTo;
  private int pluginFrom;
  private int pluginTo;

  private LoginPayload(byte[] payload, String user, Capabilities capabilities) {
    this.payload = payload;
    this.user = user;
    this.capabilities = capabilities;
  }

  static LoginPayload ofResponse(byte[] payload) {
    PayloadReader reader = new PayloadReader(Unpooled.wrappedBuffer(payload));
    Capabilities capabilities = new Capabilities(reader.int4());
    if (!capabilities.has(Capability.CLIENT_PROTOCOL_41)) {
      throw new MalformedPacketException("capabilities without CLIENT_PROTOCOL_41");
    }
    reader.skip(HandshakeResponse.SSL_REQUEST_BYTES - CAPABILITY_BYTES);
    LoginPayload login = new LoginPayload(payload, reader.nulTerminatedString(), capabilities);
    boolean isLong = capabilities.has(Capability.CLIENT_PLUGIN_AUTH_LENENC_CLIENT_DATA);
    login.readAnswer(reader, isLong);
    if (capabilities.has(Capability.CLIENT_CONNECT_WITH_DB) && reader.hasMore()) {
      reader.nulTerminatedString();
    }
    login.readPlugin(reader);
    return login;
  }

  /** With the capabilities that were agreed on at the login. */
  static LoginPayload ofChangeUser(byte[] payload, Capabilities capabilities) {
    PayloadReader reader = new PayloadReader(Unpooled.wrappedBuffer(payload));
    reader.skip(1);
    LoginPayload login = new LoginPayload(payload, reader.nulTerminatedString(), capabilities);
    login.readAnswer(reader, false);
    reader.nulTerminatedString();
    reader.skip(Math.min(2, reader.remaining()));
    login.readPlugin(reader);
    return login;
  }

  String user() {
    return user;
  }

  Capabilities capabilities() {
    return capabilities;
  }

  AuthPlugin plugin() {
    return AuthPlugin.of(plugin);
  }

  byte[] bytes() {
    return payload;
  }

  /** Says of a HandshakeResponse41 whether it travels in TLS. */
  void setTls(boolean isTls) {
    Capabilities ssl = Capabilities.of(Capability.CLIENT_SSL);
    long others = capabilities.without(ssl).bits();
    long bits = isTls ? others | ssl.bits() : others;
    for (int i = 0; i < CAPABILITY_BYTES; i++) {
      payload[i] = (byte) (bits >> (8 * i));
    }
  }

  /** The same without what the client has answered, so that the server asks for it once more. */
  byte[] withoutAnswer() {
    ByteArrayOutputStream rest = new ByteArrayOutputStream(payload.length);
    rest.write(payload, 0, answerFrom);
    rest.write(NO_ANSWER);
    rest.write(payload, answerTo, pluginFrom - answerTo);
    rest.writeBytes(NO_PLUGIN.getBytes(StandardCharsets.US_ASCII));
    rest.write(payload, pluginTo, payload.length - pluginTo);
    return rest.toByteArray();
  }

  void wipe() {
    Arrays.fill(payload, answerFrom, answerTo, (byte) 0);
  }

  private void readAnswer(PayloadReader reader, boolean isLong) {
    answerFrom = at(reader);
    if (isLong) {
      reader.skip(reader.lengthEncodedInt());
    } else if (capabilities.has(Capability.CLIENT_SECURE_CONNECTION)) {
      reader.skip(reader.int1());
    } else {
      reader.nulTerminatedString();
    }
    answerTo = at(reader);
  }

  /** Without its final zero byte; some clients leave that out at the end of the payload. */
  private void readPlugin(PayloadReader reader) {
    pluginFrom = at(reader);
    pluginTo = pluginFrom;
    if (capabilities.has(Capability.CLIENT_PLUGIN_AUTH) && reader.hasMore()) {
      while (pluginTo < payload.length && payload[pluginTo] != 0) {
        pluginTo++;
      }
      plugin = new String(payload, pluginFrom, pluginTo - pluginFrom, StandardCharsets.US_ASCII);
    }
  }

  private int at(PayloadReader reader) {
    return payload.length - reader.remaining();
  }
}
