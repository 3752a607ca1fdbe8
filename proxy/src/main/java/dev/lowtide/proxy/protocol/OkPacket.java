package dev.lowtide.proxy.protocol;

import org.jspecify.annotations.Nullable;

/**
 * OK_Packet, as far as it is of interest: the flags, and the schema if the server says that it
 * changed. With CLIENT_DEPRECATE_EOF the same layout stands where an EOF would.
 */
public record OkPacket(StatusFlags status, @Nullable String schema) {

  private static final int SESSION_TRACK_SCHEMA = 0x01;

  /** Reads it, or its beginning: of one that is not whole the state changes stay unread. */
  public static OkPacket read(PayloadReader reader, Capabilities capabilities, boolean isWhole) {
    reader.skip(1);
    reader.lengthEncodedInt();
    reader.lengthEncodedInt();
    StatusFlags status = new StatusFlags(reader.int2());
    boolean isTracking =
        isWhole
            && status.isSessionStateChanged()
            && capabilities.has(Capability.CLIENT_SESSION_TRACK);
    return new OkPacket(status, isTracking ? trackedSchema(reader) : null);
  }

  /** The state changes stand behind the warnings and the info text, each with type and length. */
  private static @Nullable String trackedSchema(PayloadReader reader) {
    reader.skip(2);
    reader.skip(reader.lengthEncodedInt());
    PayloadReader changes = reader.part(reader.lengthEncodedInt());
    String schema = null;
    while (changes.hasMore()) {
      int type = changes.int1();
      PayloadReader change = changes.part(changes.lengthEncodedInt());
      if (type == SESSION_TRACK_SCHEMA) {
        schema = change.lengthEncodedString();
      }
    }
    return schema;
  }
}
