package dev.lowtide.proxy.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.proxy.protocol.Capabilities;
import dev.lowtide.proxy.protocol.MalformedPacketException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthExchangeTest {

  private static final String SHA2 = "caching_sha2_password";
  private static final String SHA256 = "sha256_password";
  private static final String CLEAR = "mysql_clear_password";
  private static final byte[] SALT = "abcdefghijklmnopqrst".getBytes(UTF_8);
  private static final byte[] OTHER_SALT = "ABCDEFGHIJKLMNOPQRST".getBytes(UTF_8);
  private static final byte[] OK = {0, 0, 0, 2, 0, 0, 0};
  private static final byte[] FULL = {1, 4};
  private static final byte[] SECRET = "secret\0".getBytes(UTF_8);

  /** Making one takes a while, and nothing in it changes. */
  private static final AuthKey OURS = AuthKey.make();

  private static final AuthKey SERVERS = AuthKey.make();

  private final RecordedPeers peers = new RecordedPeers();
  private AuthExchange exchange =
      AuthExchange.ofLogin(new Legs(Leg.TLS, Leg.PLAIN), SALT, "10.0.0.1", peers);

  @ParameterizedTest
  @CsvSource({
    "PLAIN, TLS, true",
    "TLS, PLAIN, false",
    "TLS, SOCKET, false",
    "PLAIN, SOCKET, false"
  })
  void theBackendHearsOfItsOwnTls(Leg client, Leg backend, boolean isSaid) {
    login(client, backend, SHA2, new byte[32]);

    Capabilities said = LoginPayload.ofResponse(peers.lastToBackend()).capabilities();
    assertThat((said.bits() & LoginPayloads.SSL) != 0).isEqualTo(isSaid);
    assertThat(peers.lastToBackend()).containsSequence("ann".getBytes(UTF_8));
  }

  @Test
  void aScrambleThatTheServerKnowsPassesAsItIs() {
    byte[] scramble = LoginPayloads.bytes(32, 7);
    login(Leg.PLAIN, Leg.TLS, SHA2, scramble);
    exchange.onBackend(new byte[] {1, 3});
    exchange.onBackend(OK);

    assertThat(peers.toBackend).hasSize(1);
    assertThat(peers.lastToBackend()).containsSequence(scramble);
    assertThat(peers.toClient).containsExactly(new byte[] {1, 3}, OK);
    assertThat(peers.isOver).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      value = Leg.class,
      names = {"TLS", "SOCKET"})
  void aClientWithoutTlsEncryptsByOurKeyWhatTheServerHearsInClear(Leg backend) throws Exception {
    login(Leg.PLAIN, backend, SHA2, new byte[32]);
    exchange.onBackend(FULL);
    exchange.onClient(new byte[] {2});
    assertThat(peers.isKeyAsked).isTrue();
    exchange.onKey(OURS);
    exchange.onClient(encrypted(peers.lastToClient(), SALT));

    assertThat(peers.lastToBackend()).isEqualTo(SECRET);
  }

  @Test
  void aClientWithTlsSaysInClearWhatTheServerHearsByItsOwnKey() throws Exception {
    login(Leg.TLS, Leg.PLAIN, SHA2, new byte[32]);
    exchange.onBackend(FULL);
    exchange.onClient(SECRET.clone());
    assertThat(peers.lastToBackend()).isEqualTo(new byte[] {2});
    exchange.onBackend(SERVERS.pem(1));

    assertThat(SERVERS.decrypt(peers.lastToBackend(), SALT)).isEqualTo(SECRET);
    assertThat(peers.toClient).containsExactly(FULL);
  }

  @Test
  void theSaltIsThatOfTheLastRequest() throws Exception {
    login(Leg.TLS, Leg.PLAIN, "mysql_native_password", new byte[20]);
    exchange.onBackend(LoginPayloads.request(0xFE, SHA2, OTHER_SALT));
    exchange.onClient(new byte[32]);
    exchange.onBackend(FULL);
    exchange.onClient(SECRET.clone());
    exchange.onBackend(SERVERS.pem(1));

    assertThat(SERVERS.decrypt(peers.lastToBackend(), OTHER_SALT)).isEqualTo(SECRET);
    assertThat(exchange.salt()).isEqualTo(OTHER_SALT);
  }

  @Test
  void eachFactorIsTranslated() throws Exception {
    login(Leg.TLS, Leg.PLAIN, SHA2, new byte[32]);
    exchange.onBackend(new byte[] {1, 3});
    exchange.onBackend(LoginPayloads.request(2, SHA256, OTHER_SALT));
    exchange.onClient(SECRET.clone());
    assertThat(peers.lastToBackend()).isEqualTo(new byte[] {1});
    exchange.onBackend(SERVERS.pem(1));

    assertThat(SERVERS.decrypt(peers.lastToBackend(), OTHER_SALT)).isEqualTo(SECRET);
  }

  @ParameterizedTest
  @CsvSource({
    "TLS, PLAIN, sha256_password",
    "TLS, PLAIN, mysql_clear_password",
    "TLS, PLAIN, dialog",
    "PLAIN, TLS, sha256_password",
  })
  void whatAClientSaysTooEarlyIsLeftOutAndAskedForAgain(Leg client, Leg backend, String plugin) {
    login(client, backend, plugin, SECRET);

    assertThat(new String(peers.lastToBackend(), UTF_8)).doesNotContain("secret", plugin);
    LoginPayload said = LoginPayload.ofResponse(peers.lastToBackend());
    assertThat(said.user()).isEqualTo("ann");
    assertThat(said.plugin()).isEqualTo(AuthPlugin.OTHER);
    assertThat(new String(peers.lastToBackend(), UTF_8)).contains("shop", "program_name");
  }

  @Test
  void sha256IsTranslatedWhereTheClientHasNoTls() throws Exception {
    login(Leg.PLAIN, Leg.TLS, SHA256, new byte[] {1});
    exchange.onBackend(LoginPayloads.request(0xFE, SHA256, OTHER_SALT));
    exchange.onClient(new byte[] {1});
    exchange.onKey(OURS);
    exchange.onClient(encrypted(peers.lastToClient(), OTHER_SALT));

    assertThat(peers.lastToBackend()).isEqualTo(SECRET);
  }

  /** Seen with 8.0.31 and 9.7.4: over a socket the server takes it by its public key only. */
  @Test
  void aSocketIsAsGoodAsANetworkToSha256() throws Exception {
    login(Leg.TLS, Leg.SOCKET, SHA2, new byte[32]);
    exchange.onBackend(LoginPayloads.request(0xFE, SHA256, OTHER_SALT));
    exchange.onClient(SECRET.clone());
    exchange.onBackend(SERVERS.pem(1));
    assertThat(SERVERS.decrypt(peers.lastToBackend(), OTHER_SALT)).isEqualTo(SECRET);

    login(Leg.PLAIN, Leg.SOCKET, SHA2, new byte[32]);
    exchange.onBackend(LoginPayloads.request(0xFE, SHA256, OTHER_SALT));
    exchange.onClient(new byte[] {1});
    assertThat(peers.lastToBackend()).isEqualTo(new byte[] {1});
    assertThat(peers.isKeyAsked).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"PLAIN, TLS", "TLS, PLAIN"})
  void anEmptyPasswordNeedsNoKey(Leg client, Leg backend) {
    login(client, backend, SHA2, new byte[0]);
    exchange.onBackend(LoginPayloads.request(0xFE, SHA256, OTHER_SALT));
    exchange.onClient(new byte[] {0});

    assertThat(peers.lastToBackend()).isEqualTo(new byte[] {0});
    assertThat(peers.isKeyAsked).isFalse();
  }

  @Test
  void aClientThatKnowsAnotherKeyIsRefusedAsTheServerWould() throws Exception {
    login(Leg.PLAIN, Leg.TLS, SHA2, new byte[32]);
    exchange.onBackend(FULL);
    exchange.onClient(encrypted(SERVERS.pem(1), SALT));

    assertThat(peers.error.code()).isEqualTo(1045);
    assertThat(peers.error.message())
        .isEqualTo("Access denied for user 'ann'@'10.0.0.1' (using password: YES)");
    assertThat(peers.why).contains("public key that it was configured with");
    assertThat(peers.toBackend).hasSize(1);
  }

  @Test
  void whatOurKeyDoesNotOpenIsRefused() {
    login(Leg.PLAIN, Leg.TLS, SHA2, new byte[32]);
    exchange.onBackend(FULL);
    exchange.onClient(new byte[] {2});
    exchange.onKey(OURS);
    exchange.onClient(new byte[256]);

    assertThat(peers.error.code()).isEqualTo(1045);
    assertThat(peers.why).contains("not encrypted by our key");
  }

  @ParameterizedTest
  @ValueSource(strings = {CLEAR, "dialog"})
  void noPasswordInClearLeavesTlsForALegThatOthersRead(String plugin) {
    login(Leg.TLS, Leg.PLAIN, SHA2, new byte[32]);
    exchange.onBackend(LoginPayloads.request(0xFE, plugin, new byte[0]));
    exchange.onClient(SECRET.clone());

    assertThat(peers.error.message()).contains("does not send a password in clear", plugin);
    assertThat(peers.toBackend).hasSize(1);
    assertThat(peers.toClient).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"PLAIN, TLS", "PLAIN, SOCKET", "TLS, SOCKET"})
  void aPasswordInClearPassesWhereTheBackendsLegIsNoWorse(Leg client, Leg backend) {
    login(client, backend, SHA2, new byte[32]);
    exchange.onBackend(LoginPayloads.request(0xFE, CLEAR, new byte[0]));
    exchange.onClient(SECRET.clone());

    assertThat(peers.lastToBackend()).isEqualTo(SECRET);
  }

  @Test
  void aKeyThatIsNoneEndsTheLogin() {
    login(Leg.TLS, Leg.PLAIN, SHA2, new byte[32]);
    exchange.onBackend(FULL);
    exchange.onClient(SECRET.clone());
    exchange.onBackend("\1not a key".getBytes(UTF_8));

    assertThat(peers.why).contains("server's public key");
    assertThat(peers.error.code()).isEqualTo(1045);
  }

  @Test
  void aPasswordThatIsTooLongForTheKeyEndsTheLogin() {
    login(Leg.TLS, Leg.PLAIN, SHA2, new byte[32]);
    exchange.onBackend(FULL);
    exchange.onClient(LoginPayloads.bytes(300, 'x'));
    exchange.onBackend(SERVERS.pem(1));

    assertThat(peers.error.code()).isEqualTo(1045);
  }

  @Test
  void passwordsAreWiped() throws Exception {
    byte[] fromClient = SECRET.clone();
    login(Leg.TLS, Leg.PLAIN, SHA2, new byte[32]);
    exchange.onBackend(FULL);
    exchange.onClient(fromClient);
    exchange.onBackend(SERVERS.pem(1));
    exchange.onBackend(OK);
    assertThat(fromClient).containsOnly(0);

    login(Leg.PLAIN, Leg.TLS, SHA2, new byte[32]);
    exchange.onBackend(FULL);
    exchange.onClient(new byte[] {2});
    exchange.onKey(OURS);
    exchange.onClient(encrypted(peers.lastToClient(), SALT));
    byte[] toBackend = peers.lastToBackend();
    exchange.onBackend(OK);
    assertThat(toBackend).hasSize(SECRET.length).containsOnly(0);
  }

  @Test
  void theServersRefusalPasses() {
    byte[] error = "\u00ff\u0015\u0004#28000no".getBytes(ISO_8859_1);
    login(Leg.TLS, Leg.PLAIN, SHA2, new byte[32]);
    exchange.onBackend(error);

    assertThat(peers.toClient).containsExactly(error);
    assertThat(peers.isOver).isTrue();
  }

  @Test
  void aChangeOfUserIsALoginOfItsOwn() throws Exception {
    Capabilities agreed = new Capabilities(LoginPayloads.USUAL);
    exchange =
        AuthExchange.ofChangeUser(new Legs(Leg.TLS, Leg.PLAIN), agreed, SALT, "10.0.0.1", peers);
    exchange.onClient(LoginPayloads.changeUser("bob", SECRET, "shop", CLEAR));
    assertThat(new String(peers.lastToBackend(), UTF_8)).doesNotContain("secret").contains("bob");
    exchange.onBackend(LoginPayloads.request(0xFE, SHA2, OTHER_SALT));
    exchange.onClient(new byte[32]);
    exchange.onBackend(FULL);
    exchange.onClient(SECRET.clone());
    exchange.onBackend(SERVERS.pem(1));

    assertThat(SERVERS.decrypt(peers.lastToBackend(), OTHER_SALT)).isEqualTo(SECRET);
    assertThat(exchange.capabilities()).isEqualTo(agreed);
  }

  @Test
  void aLoginThatIsNoneIsMalformed() {
    assertThatThrownBy(() -> exchange.onClient(new byte[] {1, 2, 3}))
        .isInstanceOf(MalformedPacketException.class);
  }

  private void login(Leg client, Leg backend, String plugin, byte[] answer) {
    exchange = AuthExchange.ofLogin(new Legs(client, backend), SALT, "10.0.0.1", peers);
    exchange.onClient(LoginPayloads.response("ann", answer, "shop", plugin));
  }

  /** As a client does that was sent this public key. */
  private static byte[] encrypted(byte[] keyPayload, byte[] salt) throws Exception {
    byte[] pem = Arrays.copyOfRange(keyPayload, 1, keyPayload.length);
    return AuthKey.encrypt(SECRET, salt, pem);
  }
}
