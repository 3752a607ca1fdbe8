package dev.lowtide.proxy.relay;

import dev.lowtide.proxy.auth.AuthExchange;
import dev.lowtide.proxy.auth.AuthExchange.Peers;
import dev.lowtide.proxy.auth.Legs;
import dev.lowtide.proxy.frame.PayloadHead;
import dev.lowtide.proxy.protocol.AuthRequest;
import dev.lowtide.proxy.protocol.Capabilities;
import dev.lowtide.proxy.protocol.Capability;
import dev.lowtide.proxy.protocol.Command;
import dev.lowtide.proxy.protocol.ErrPacket;
import dev.lowtide.proxy.protocol.Greeting;
import dev.lowtide.proxy.protocol.MalformedPacketException;
import dev.lowtide.proxy.protocol.PacketType;
import dev.lowtide.proxy.relay.LoginRules.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a session's legs agree on before authentication, and who translates between them when they
 * have agreed on different things.
 *
 * <pre>
 * the client     the backend's leg   what is done with the client's packet
 * asks for TLS   with TLS            sent on, TLS on both legs
 * asks for TLS   without             swallowed, TLS with the client, an AuthHandler
 * does not       with TLS            our own request before it, TLS with the backend, an AuthHandler
 * does not       without             sent on
 * </pre>
 *
 * For each COM_CHANGE_USER of a session whose legs differ an {@link AuthHandler} is put back.
 * Confined to the session's event loop.
 */
final class LoginSteps implements AuthHandler.Listener {

  private static final Logger log = LoggerFactory.getLogger(LoginSteps.class);

  private final RelaySession session;
  private final Channel client;
  private final TlsLegs tls;
  private final LegEncryption encryption;
  private final LoginRules rules;

  private boolean isOfferedToUs;
  private byte[] salt = new byte[0];
  private Capabilities capabilities = Capabilities.NONE;
  private @Nullable AuthHandler auth;

  /** What the client is told instead of what it waits for. */
  private @Nullable Refusal refusal;

  private int refusalSequenceId;
  private boolean isListening;
  private boolean isRefused;

  LoginSteps(RelaySession session, Channel client, TlsLegs tls) {
    this.session = session;
    this.client = client;
    this.tls = tls;
    this.encryption = new LegEncryption(tls.contexts());
    this.rules = new LoginRules(tls.clients(), client, session.tracker()::isClosed);
  }

  /** Offers TLS in the server's greeting if we do. False: the greeting must not go on. */
  boolean onGreeting(ByteBuf payload) {
    if (payload.isReadable() && payload.getUnsignedByte(payload.readerIndex()) == PacketType.ERR) {
      return true;
    }
    try {
      Greeting greeting = Greeting.read(payload);
      isOfferedToUs = greeting.capabilities().has(Capability.CLIENT_SSL);
      greeting.offerTls(payload, tls.isOffered(isOfferedToUs));
      salt = AuthRequest.ofGreeting(payload).salt();
    } catch (MalformedPacketException e) {
      log.debug("session={} greeting: {}", session.tracker().id(), e.getMessage());
    }
    if (!isOfferedToUs && tls.isDemandedOfBackend()) {
      String why = "the backend " + session.backendAddress() + " does not offer TLS";
      refuse(new Refusal(ErrPacket.noTls("Lowtide: " + why), why), 0);
    }
    return !isRefused;
  }

  /** Whether the client's first payload, or its second, is to be taken here and not sent on. */
  boolean takes(PayloadHead head) {
    boolean isRequest = TlsRequest.isOne(head.bytes());
    if (refusal == null) {
      refusal =
          isRequest
              ? LoginRules.ofTlsRequest(tls.isOffered(isOfferedToUs))
              : rules.ofResponse(head, encryption.isClientEncrypted(), session.hostAtBackend());
    }
    refusalSequenceId = head.sequenceId() + 1;
    isListening = !isRequest;
    return isRequest || refusal != null || (auth == null && isToBeTranslated());
  }

  /** Whether this command changes the user, and that is not merely relayed. */
  boolean isConcernedBy(PayloadHead head) {
    return Command.of(head.firstByte()) == Command.COM_CHANGE_USER
        && auth == null
        && (areLegsDifferent() || rules.ofChangeOfUser(head, session.hostAtBackend()) != null);
  }

  /** Whether that command is to be taken here and not sent on. */
  boolean takesChangeOfUser(PayloadHead head) {
    refusal =
        session.tracker().compression() != null && areLegsDifferent()
            ? LoginRules.ofCompressedChangeOfUser()
            : rules.ofChangeOfUser(head, session.hostAtBackend());
    refusalSequenceId = 1;
    return refusal != null || areLegsDifferent();
  }

  /** Bytes of the client's that begin with what is to be taken. */
  void take(ByteBuf packets) {
    if (refusal != null) {
      packets.release();
      refuse(refusal, refusalSequenceId);
    } else if (!session.tracker().isAwaitingHandshakeResponse()) {
      translate(packets, 0, this::changeOfUser);
    } else if (TlsRequest.begins(packets)) {
      onTlsRequest(packets);
    } else {
      onResponse(packets);
    }
  }

  /** Nothing of the client's goes on any more. */
  boolean isRefused() {
    return isRefused;
  }

  /** The client is told of a failure as soon as it listens; until then its session stays. */
  boolean isAboutToRefuse() {
    return refusal != null && !isRefused;
  }

  @Override
  public void onAuthenticationOver(AuthExchange exchange) {
    auth = null;
    salt = exchange.salt();
    capabilities = exchange.capabilities();
  }

  @Override
  public void onAuthenticationRefused(ErrPacket error, String why, int sequenceId) {
    auth = null;
    refuse(new Refusal(error, why), sequenceId);
  }

  private void onTlsRequest(ByteBuf packets) {
    session.tracker().onEncrypted();
    if (tls.clients() == ClientTls.PASSTHROUGH) {
      session.tracker().becomeOpaque("its TLS passes through");
      session.writeToBackend(packets);
      return;
    }
    ByteBuf request = packets.readRetainedSlice(TlsRequest.PACKET_BYTES);
    if (tls.isForBackend(true, isOfferedToUs)) {
      encryptBackend(request);
    } else {
      request.release();
    }
    encryption.ofClient(client).addListener(this::onClientTls);
    if (areLegsDifferent()) {
      install(1, this::login);
    }
    // What came behind the request is the client's first TLS record already.
    client.pipeline().fireChannelRead(packets).fireChannelReadComplete();
  }

  private void onResponse(ByteBuf packets) {
    if (!TlsRequest.canPrecede(packets)) {
      packets.release();
      refuse(new Refusal(ErrPacket.badHandshake(), "the login is too short to be one"), 2);
      return;
    }
    if (tls.isForBackend(false, isOfferedToUs)) {
      encryptBackend(TlsRequest.inTheNameOf(packets, client.alloc().buffer()));
    }
    translate(packets, encryption.isBackendEncrypted() ? 2 : 1, this::login);
  }

  private void encryptBackend(ByteBuf request) {
    session.writeToBackend(request);
    session.flushBackend();
    encryption
        .ofBackend(session.backend(), session.backendAddress())
        .addListener(this::onBackendTls);
  }

  private void translate(ByteBuf packets, int sequenceId, Function<Peers, AuthExchange> exchange) {
    install(sequenceId, exchange).takeBack(packets);
  }

  private AuthHandler install(int sequenceId, Function<Peers, AuthExchange> exchange) {
    AuthHandler handler = new AuthHandler(exchange, sequenceId, tls.key(), this);
    auth = handler;
    String behind = client.pipeline().context(ClientHandler.class).name();
    client.pipeline().addBefore(behind, null, handler);
    return handler;
  }

  private AuthExchange login(Peers peers) {
    return AuthExchange.ofLogin(legs(), salt, session.hostAtBackend(), peers);
  }

  private AuthExchange changeOfUser(Peers peers) {
    return AuthExchange.ofChangeUser(legs(), capabilities, salt, session.hostAtBackend(), peers);
  }

  /** A client that says who it is without TLS, in words that the backend's leg would not take. */
  private boolean isToBeTranslated() {
    return !encryption.isClientEncrypted()
        && (tls.isForBackend(false, isOfferedToUs) || areLegsDifferent());
  }

  private boolean areLegsDifferent() {
    return legs().client() != legs().backend();
  }

  private Legs legs() {
    return new Legs(encryption.client(), encryption.backend(session.backendAddress()));
  }

  private void onClientTls(Future<? super Channel> handshake) {
    if (!handshake.isSuccess() && !session.isEnded()) {
      String why = TlsFailure.reason(handshake.cause());
      log.warn("session={} ended: no TLS with the client: {}", session.tracker().id(), why);
      session.end();
    }
  }

  /** A client that has not yet said who it is does not listen: it is told afterwards. */
  private void onBackendTls(Future<? super Channel> handshake) {
    if (handshake.isSuccess() || session.isEnded() || isRefused) {
      return;
    }
    String why =
        "no TLS with the backend "
            + session.backendAddress()
            + ": "
            + TlsFailure.reason(handshake.cause());
    refusal = new Refusal(ErrPacket.noTls("Lowtide has " + why), why);
    if (isListening) {
      refuse(refusal, refusalSequenceId);
    }
  }

  private void refuse(Refusal refusal, int sequenceId) {
    if (!isRefused) {
      isRefused = true;
      log.warn("session={} refused: {}", session.tracker().id(), refusal.why());
      session.end(refusal.error(), sequenceId);
    }
  }
}
