package dev.lowtide.proxy.relay;

import dev.lowtide.proxy.frame.PayloadHead;
import dev.lowtide.proxy.protocol.ErrPacket;
import dev.lowtide.proxy.protocol.HandshakeResponse;
import dev.lowtide.proxy.protocol.MalformedPacketException;
import dev.lowtide.proxy.protocol.PayloadReader;
import io.netty.channel.Channel;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Whom {@link ClientTls} keeps out, and where nobody is let in. */
final class LoginRules {

  /**
   * What a client is told instead of being let in.
   *
   * @param why for the log
   */
  record Refusal(ErrPacket error, String why) {}

  private final ClientTls demanded;
  private final Channel client;
  private final Predicate<String> isClosed;

  /** Whether a schema is closed to clients is asked of the last one. */
  LoginRules(ClientTls demanded, Channel client, Predicate<String> isClosed) {
    this.demanded = demanded;
    this.client = client;
    this.isClosed = isClosed;
  }

  /** Whether a client may not ask for TLS; null: it may. */
  static @Nullable Refusal ofTlsRequest(boolean isOffered) {
    return isOffered
        ? null
        : new Refusal(ErrPacket.badHandshake(), "the client asks for TLS, which is not offered");
  }

  /** Whether a client that says who it is may not be whom it says. */
  @Nullable Refusal ofResponse(PayloadHead head, boolean isEncrypted, String host) {
    if (demanded.isDemanded() && !isEncrypted) {
      return new Refusal(
          ErrPacket.insecureTransport(), "the client does not use TLS, which proxy.tls demands");
    }
    try {
      HandshakeResponse response = HandshakeResponse.read(new PayloadReader(head.bytes()));
      return ofUserAndSchema(response.user(), response.schema(), host);
    } catch (MalformedPacketException e) {
      return ofMalformed(e);
    }
  }

  /** Whether a client may not become whom its COM_CHANGE_USER names. */
  @Nullable Refusal ofChangeOfUser(PayloadHead head, String host) {
    try {
      PayloadReader reader = new PayloadReader(head.bytes());
      reader.skip(1);
      String user = reader.nulTerminatedString();
      reader.skip(reader.int1());
      return ofUserAndSchema(user, reader.nulTerminatedString(), host);
    } catch (MalformedPacketException e) {
      return ofMalformed(e);
    }
  }

  /** Its authentication may have to be translated, which would change what is in the frames. */
  static Refusal ofCompressedChangeOfUser() {
    String why = "a compressed session whose legs differ in TLS cannot change its user";
    return new Refusal(ErrPacket.noTls("Lowtide: " + why), why);
  }

  /** What cannot be read need not be understood, unless somebody must be known by it. */
  private @Nullable Refusal ofMalformed(MalformedPacketException malformed) {
    return demanded == ClientTls.VERIFY_IDENTITY
        ? new Refusal(ErrPacket.badHandshake(), String.valueOf(malformed.getMessage()))
        : null;
  }

  private @Nullable Refusal ofUserAndSchema(String user, String schema, String host) {
    Refusal ofUser = demanded == ClientTls.VERIFY_IDENTITY ? ofUser(user, host) : null;
    return ofUser != null || !isClosed.test(schema)
        ? ofUser
        : new Refusal(
            ErrPacket.accessDeniedToSchema(user, host, schema),
            "the schema '" + schema + "' is closed to clients");
  }

  private @Nullable Refusal ofUser(String user, String host) {
    return ClientCertificate.names(client, user)
        ? null
        : new Refusal(
            ErrPacket.accessDenied(user, host),
            "the client's certificate does not name the user '" + user + "'");
  }
}
