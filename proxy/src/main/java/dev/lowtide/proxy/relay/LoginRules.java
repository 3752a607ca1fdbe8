package dev.lowtide.proxy.relay;

import dev.lowtide.proxy.frame.PayloadHead;
import dev.lowtide.proxy.protocol.ErrPacket;
import dev.lowtide.proxy.protocol.HandshakeResponse;
import dev.lowtide.proxy.protocol.MalformedPacketException;
import dev.lowtide.proxy.protocol.PayloadReader;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/** Whom {@link ClientTls} keeps out. */
final class LoginRules {

  /**
   * What a client is told instead of being let in.
   *
   * @param why for the log
   */
  record Refusal(ErrPacket error, String why) {}

  private final ClientTls demanded;
  private final Channel client;

  LoginRules(ClientTls demanded, Channel client) {
    this.demanded = demanded;
    this.client = client;
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
      return demanded == ClientTls.VERIFY_IDENTITY
          ? ofUser(HandshakeResponse.read(new PayloadReader(head.bytes())).user(), host)
          : null;
    } catch (MalformedPacketException e) {
      return new Refusal(ErrPacket.badHandshake(), String.valueOf(e.getMessage()));
    }
  }

  /** Whether a client may not become whom its COM_CHANGE_USER names. */
  @Nullable Refusal ofChangeOfUser(PayloadHead head, String host) {
    if (demanded != ClientTls.VERIFY_IDENTITY) {
      return null;
    }
    try {
      PayloadReader reader = new PayloadReader(head.bytes());
      reader.skip(1);
      return ofUser(reader.nulTerminatedString(), host);
    } catch (MalformedPacketException e) {
      return new Refusal(ErrPacket.badHandshake(), String.valueOf(e.getMessage()));
    }
  }

  /** Its authentication may have to be translated, which would change what is in the frames. */
  static Refusal ofCompressedChangeOfUser() {
    String why = "a compressed session whose legs differ in TLS cannot change its user";
    return new Refusal(ErrPacket.noTls("Lowtide: " + why), why);
  }

  private @Nullable Refusal ofUser(String user, String host) {
    return ClientCertificate.names(client, user)
        ? null
        : new Refusal(
            ErrPacket.accessDenied(user, host),
            "the client's certificate does not name the user '" + user + "'");
  }
}
