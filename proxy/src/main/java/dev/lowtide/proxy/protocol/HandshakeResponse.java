package dev.lowtide.proxy.protocol;

import java.util.HashMap;
import java.util.Map;

/** HandshakeResponse41, or the SSLRequest that is its first 32 bytes. */
public record HandshakeResponse(
    Capabilities capabilities,
    boolean isSslRequest,
    String user,
    String schema,
    Map<String, String> attributes) {

  /**
   * Capabilities (4), maximum packet size (4), character set (1), zeros or MariaDB's flags (23).
   */
  private static final int SSL_REQUEST_BYTES = 32;

  public HandshakeResponse {
    attributes = Map.copyOf(attributes);
  }

  public static HandshakeResponse read(PayloadReader reader) {
    boolean hasOnlyFlags = reader.remaining() == SSL_REQUEST_BYTES;
    Capabilities capabilities = new Capabilities(reader.int4());
    if (!capabilities.has(Capability.CLIENT_PROTOCOL_41)) {
      throw new MalformedPacketException("capabilities without CLIENT_PROTOCOL_41");
    }
    reader.skip(SSL_REQUEST_BYTES - 4);
    if (hasOnlyFlags && capabilities.has(Capability.CLIENT_SSL)) {
      return new HandshakeResponse(capabilities, true, "", "", Map.of());
    }
    String user = reader.nulTerminatedString();
    skipAuthResponse(reader, capabilities);
    String schema = "";
    if (capabilities.has(Capability.CLIENT_CONNECT_WITH_DB) && reader.hasMore()) {
      schema = reader.nulTerminatedString();
    }
    if (capabilities.has(Capability.CLIENT_PLUGIN_AUTH) && reader.hasMore()) {
      reader.nulTerminatedString();
    }
    return new HandshakeResponse(
        capabilities, false, user, schema, attributes(reader, capabilities));
  }

  private static void skipAuthResponse(PayloadReader reader, Capabilities capabilities) {
    if (capabilities.has(Capability.CLIENT_PLUGIN_AUTH_LENENC_CLIENT_DATA)) {
      reader.skip(reader.lengthEncodedInt());
    } else if (capabilities.has(Capability.CLIENT_SECURE_CONNECTION)) {
      reader.skip(reader.int1());
    } else {
      reader.nulTerminatedString();
    }
  }

  private static Map<String, String> attributes(PayloadReader reader, Capabilities capabilities) {
    Map<String, String> attributes = new HashMap<>();
    if (capabilities.has(Capability.CLIENT_CONNECT_ATTRS) && reader.hasMore()) {
      PayloadReader pairs = reader.part(reader.lengthEncodedInt());
      while (pairs.hasMore()) {
        attributes.put(pairs.lengthEncodedString(), pairs.lengthEncodedString());
      }
    }
    return attributes;
  }
}
