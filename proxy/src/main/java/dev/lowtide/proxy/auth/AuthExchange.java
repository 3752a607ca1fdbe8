package dev.lowtide.proxy.auth;

import dev.lowtide.proxy.protocol.AuthRequest;
import dev.lowtide.proxy.protocol.Capabilities;
import dev.lowtide.proxy.protocol.ErrPacket;
import dev.lowtide.proxy.protocol.MalformedPacketException;
import dev.lowtide.proxy.protocol.PacketType;
import dev.lowtide.proxy.protocol.PayloadReader;
import io.netty.buffer.Unpooled;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One login, or one COM_CHANGE_USER, between legs that differ ("Connection Phase",
 * "caching_sha2_password information", "sha256_password").
 *
 * <pre>
 * LOGIN ─► PASSING ─ the plugin's password is next ─► PASSWORD ─ clear, or by our key ─► PASSING
 *                                                        └ clear, backend not secret ─► KEY_AWAITED ─► PASSING
 * the server's OK or ERR, or a refusal of ours ─► OVER
 * </pre>
 *
 * Where the client's leg can be read by others and the backend's cannot, the client is given our
 * public key and the server the password; the other way round the server is asked for its key, and
 * given the password encrypted with it. All else passes. Confined to one event loop.
 */
public final class AuthExchange {

  private static final int AUTH_MORE_DATA = 0x01;
  private static final int AUTH_NEXT_FACTOR = 0x02;

  /** Where payloads go. They become the receiver's. */
  public interface Peers {

    void toClient(byte[] payload);

    void toBackend(byte[] payload);

    /** The client wants our key: it is to be handed to {@link #onKey} when there is one. */
    void askForKey();

    /** Ends the session. Why is for the log; it tells an operator more than a client may know. */
    void refuse(ErrPacket error, String why);

    /** What either side says from here on is not authentication any more. */
    void onOver();
  }

  private enum Step {
    LOGIN,
    PASSING,
    PASSWORD,
    KEY_AWAITED,
    OVER
  }

  private final boolean isLogin;
  private final Legs legs;
  private final String host;
  private final Peers peers;

  private Capabilities capabilities;
  private byte[] salt;
  private Step step = Step.LOGIN;
  private AuthPlugin plugin = AuthPlugin.OTHER;
  private String user = "";
  private @Nullable AuthKey key;

  /** A password in clear, until the exchange is over. */
  private byte @Nullable [] password;

  private AuthExchange(
      boolean isLogin,
      Legs legs,
      Capabilities capabilities,
      byte[] salt,
      String host,
      Peers peers) {
    this.isLogin = isLogin;
    this.legs = legs;
    this.capabilities = capabilities;
    this.salt = salt.clone();
    this.host = host;
    this.peers = peers;
  }

  /** Begins with a HandshakeResponse41. The host is where the server sees the client come from. */
  public static AuthExchange ofLogin(Legs legs, byte[] salt, String host, Peers peers) {
    return new AuthExchange(true, legs, Capabilities.NONE, salt, host, peers);
  }

  /** Begins with a COM_CHANGE_USER in a session with these capabilities. */
  public static AuthExchange ofChangeUser(
      Legs legs, Capabilities agreed, byte[] salt, String host, Peers peers) {
    return new AuthExchange(false, legs, agreed, salt, host, peers);
  }

  /** What the client says it can do. */
  public Capabilities capabilities() {
    return capabilities;
  }

  /** The last one that the server sent: a later exchange may still go by it. */
  public byte[] salt() {
    return salt.clone();
  }

  /** A payload of the client's. */
  public void onClient(byte[] payload) {
    switch (step) {
      case LOGIN -> onLogin(payload);
      case PASSING -> peers.toBackend(payload);
      case PASSWORD -> onPassword(payload);
      case KEY_AWAITED ->
          throw new MalformedPacketException("the client speaks before it is asked to");
      case OVER -> {}
    }
  }

  /** A payload of the server's. */
  public void onBackend(byte[] payload) {
    if (step == Step.OVER) {
      return;
    }
    int first = payload.length == 0 ? -1 : payload[0] & 0xFF;
    switch (first) {
      case PacketType.OK, PacketType.ERR -> {
        peers.toClient(payload);
        end();
        peers.onOver();
      }
      case PacketType.EOF -> {
        if (payload.length > 1) {
          onRequest(payload);
        } else {
          peers.toClient(payload);
        }
      }
      case AUTH_NEXT_FACTOR -> onRequest(payload);
      case AUTH_MORE_DATA -> onMoreData(payload);
      default -> peers.toClient(payload);
    }
  }

  /** Our key is there. */
  public void onKey(AuthKey key) {
    if (step == Step.OVER) {
      return;
    }
    this.key = key;
    peers.toClient(key.pem(AUTH_MORE_DATA));
  }

  /** Nothing is kept that was secret. */
  public void end() {
    step = Step.OVER;
    if (password != null) {
      Arrays.fill(password, (byte) 0);
      password = null;
    }
  }

  private void onLogin(byte[] payload) {
    LoginPayload login = read(payload);
    user = login.user();
    plugin = login.plugin();
    step = Step.PASSING;
    boolean isLeaking = plugin.isAlwaysClear() && legs.isLeaking();
    if (isLeaking || (plugin == AuthPlugin.SHA256 && legs.isTranslated(plugin))) {
      peers.toBackend(login.withoutAnswer());
      login.wipe();
    } else {
      peers.toBackend(login.bytes());
    }
  }

  private LoginPayload read(byte[] payload) {
    if (!isLogin) {
      return LoginPayload.ofChangeUser(payload, capabilities);
    }
    LoginPayload login = LoginPayload.ofResponse(payload);
    capabilities = login.capabilities();
    login.setTls(legs.backend() == Leg.TLS);
    return login;
  }

  /** AuthSwitchRequest or AuthNextFactor: another plugin, a new salt, from the beginning. */
  private void onRequest(byte[] payload) {
    AuthRequest request = AuthRequest.read(new PayloadReader(Unpooled.wrappedBuffer(payload)));
    plugin = AuthPlugin.of(request.plugin());
    salt = request.salt();
    if (plugin.isAlwaysClear() && legs.isLeaking()) {
      refuse(
          ErrPacket.noTls(
              "Lowtide does not send a password in clear to its backend without TLS ("
                  + plugin
                  + ")"),
          "the server asks for a password in clear (" + plugin + "), and its leg is not encrypted");
      return;
    }
    step = plugin == AuthPlugin.SHA256 && legs.isTranslated(plugin) ? Step.PASSWORD : Step.PASSING;
    peers.toClient(payload);
  }

  private void onMoreData(byte[] payload) {
    if (step == Step.KEY_AWAITED) {
      onKeyOfBackend(Arrays.copyOfRange(payload, 1, payload.length));
      return;
    }
    if (plugin.isAskedForPassword(payload) && legs.isTranslated(plugin)) {
      step = Step.PASSWORD;
    }
    peers.toClient(payload);
  }

  private void onPassword(byte[] payload) {
    if (AuthPlugin.isEmptyPassword(payload)) {
      step = Step.PASSING;
      peers.toBackend(payload);
      return;
    }
    switch (legs.translation(plugin)) {
      case TO_CLEAR -> onEncryptedPassword(payload);
      case TO_ENCRYPTED -> onClearPassword(payload);
      case NONE -> peers.toBackend(payload);
    }
  }

  private void onEncryptedPassword(byte[] payload) {
    if (key == null && plugin.isKeyRequest(payload)) {
      peers.askForKey();
      return;
    }
    AuthKey ours = key;
    if (ours == null) {
      refuse(
          ErrPacket.accessDenied(user, host),
          "the client encrypts by a public key that it was configured with, which is not ours");
      return;
    }
    try {
      password = ours.decrypt(payload, salt);
    } catch (GeneralSecurityException e) {
      refuse(
          ErrPacket.accessDenied(user, host),
          "what the client sent as its password is not encrypted by our key");
      return;
    }
    step = Step.PASSING;
    peers.toBackend(password);
  }

  private void onClearPassword(byte[] payload) {
    password = payload;
    step = Step.KEY_AWAITED;
    peers.toBackend(plugin.keyRequest());
  }

  private void onKeyOfBackend(byte[] pem) {
    byte[] clear = password == null ? new byte[0] : password;
    try {
      byte[] encrypted = AuthKey.encrypt(clear, salt, pem);
      step = Step.PASSING;
      peers.toBackend(encrypted);
    } catch (GeneralSecurityException e) {
      refuse(
          ErrPacket.accessDenied(user, host),
          "the password cannot be encrypted by the server's public key: " + e.getMessage());
    }
  }

  private void refuse(ErrPacket error, String why) {
    end();
    peers.refuse(error, why);
  }
}
