package dev.lowtide.proxy.protocol;

/**
 * HandshakeResponse41, or the SSLRequest that is its first 32 bytes.
 *
 * @param program the connection attribute program_name, or empty
 */
public record HandshakeResponse(
    Capabilities capabilities, boolean isSslRequest, String user, String schema, String program) {

  /**
   * Capabilities (4), maximum packet size (4), character set (1), zeros or MariaDB's flags (23).
   */
  public static final int SSL_REQUEST_BYTES = 32;

  private static final int MARIADB_FLAGS_BYTES = 4;

  /** The one connection attribute that people know a client by. */
  private static final String PROGRAM_NAME = "program_name";

  public static HandshakeResponse read(PayloadReader reader) {
    boolean hasOnlyFlags = reader.remaining() == SSL_REQUEST_BYTES;
    Capabilities capabilities = new Capabilities(reader.int4());
    if (!capabilities.has(Capability.CLIENT_PROTOCOL_41)) {
      throw new MalformedPacketException("capabilities without CLIENT_PROTOCOL_41");
    }
    reader.skip(SSL_REQUEST_BYTES - 4 - MARIADB_FLAGS_BYTES);
    capabilities = capabilities.withMariaDbFlags(reader.int4());
    if (hasOnlyFlags && capabilities.has(Capability.CLIENT_SSL)) {
      return new HandshakeResponse(capabilities, true, "", "", "");
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
    return new HandshakeResponse(capabilities, false, user, schema, program(reader, capabilities));
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

  /** Reads past all other attributes: a client may send as many as it likes. */
  private static String program(PayloadReader reader, Capabilities capabilities) {
    String program = "";
    if (capabilities.has(Capability.CLIENT_CONNECT_ATTRS) && reader.hasMore()) {
      PayloadReader pairs = reader.part(reader.lengthEncodedInt());
      while (pairs.hasMore()) {
        boolean isProgram = pairs.lengthEncodedString().equals(PROGRAM_NAME);
        String value = pairs.lengthEncodedString();
        program = isProgram ? value : program;
      }
    }
    return program;
  }
}
