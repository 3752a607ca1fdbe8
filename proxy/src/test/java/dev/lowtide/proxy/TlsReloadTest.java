package dev.lowtide.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.proxy.relay.BackendAddress;
import dev.lowtide.proxy.relay.BackendTls;
import dev.lowtide.proxy.relay.ClientTls;
import dev.lowtide.proxy.relay.TlsContexts;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TlsReloadTest {

  private static final Instant BEGIN = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("2040-01-01T00:00:00Z");

  @TempDir private Path folder;
  private Path certificate = Path.of("certificate.pem");
  private Path key = Path.of("key.pem");

  @BeforeEach
  void setUp() {
    certificate = folder.resolve("certificate.pem");
    key = folder.resolve("key.pem");
  }

  @Test
  void filesThatAreAsTheyWereAreNotReadAgain() throws Exception {
    write(bundle(END));
    try (TlsReload reload = reload()) {
      TlsContexts contexts = reload.legs().contexts();
      reload.reloadIfChanged();

      assertThat(reload.legs().contexts()).isSameAs(contexts);
      assertThat(reload.notAfter()).isEqualTo(END);
    }
  }

  @Test
  void filesThatWereReplacedAreUsedForNewSessions() throws Exception {
    write(bundle(END));
    try (TlsReload reload = reload()) {
      write(bundle(END.plusSeconds(60)));
      reload.reloadIfChanged();

      assertThat(reload.notAfter()).isEqualTo(END.plusSeconds(60));
    }
  }

  @Test
  void aCertificateWhoseKeyIsStillOnItsWayWaitsForIt() throws Exception {
    write(bundle(END));
    X509Bundle next = bundle(END.plusSeconds(60));
    try (TlsReload reload = reload()) {
      Files.writeString(certificate, next.getCertificatePEM());
      reload.reloadIfChanged();
      assertThat(reload.notAfter()).isEqualTo(END);

      Files.writeString(key, next.getPrivateKeyPEM());
      reload.reloadIfChanged();
      assertThat(reload.notAfter()).isEqualTo(END.plusSeconds(60));
    }
  }

  @Test
  void whatCannotBeUsedIsNamedAndChangesNothing() throws Exception {
    write(bundle(END));
    try (TlsReload reload = reload()) {
      TlsContexts contexts = reload.legs().contexts();
      assertRefused(reload, "nonsense", "proxy.tls.certificate: " + certificate + " (expected: ");
      Files.delete(certificate);
      assertThatThrownBy(reload::reload)
          .isInstanceOf(IOException.class)
          .hasMessage(
              "proxy.tls.certificate: " + certificate + " (expected: a file; there is none)");
      reload.reloadIfChanged();

      assertThat(reload.legs().contexts()).isSameAs(contexts);
    }
  }

  @Test
  void theKeyOfAnotherCertificateIsRefused() throws Exception {
    write(bundle(END));
    Files.writeString(key, bundle(END).getPrivateKeyPEM());

    assertThatThrownBy(this::reload)
        .isInstanceOf(IOException.class)
        .hasMessage(
            "proxy.tls.key: " + key + " (expected: the certificate's key; it is another's)");
  }

  @Test
  void aKeyThatIsNotPkcs8IsRefused() throws Exception {
    write(bundle(END));
    Files.writeString(key, bundle(END).getPrivateKeyPEM().replace("PRIVATE", "RSA PRIVATE"));

    assertThatThrownBy(this::reload)
        .isInstanceOf(IOException.class)
        .hasMessage("proxy.tls.key: " + key + " (expected: a PEM key in PKCS#8)");
  }

  @ParameterizedTest
  @EnumSource(
      value = Algorithm.class,
      names = {"ecp256", "ecp384", "rsa2048"})
  void keysOfTheUsualKindsAreTaken(Algorithm algorithm) throws Exception {
    write(builder(END).algorithm(algorithm).buildSelfSigned());

    try (TlsReload reload = reload()) {
      assertThat(reload.notAfter()).isEqualTo(END);
    }
  }

  @Test
  void aCertificateIsMadeOnceWhereNoneIsNamed() throws Exception {
    try (TlsReload first = new TlsReload(config(TlsConfig.AS_CLIENT), Clock.systemUTC());
        TlsReload second = new TlsReload(config(TlsConfig.AS_CLIENT), Clock.systemUTC())) {
      assertThat(first.notAfter()).isNotNull().isEqualTo(second.notAfter());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ClientTls.class,
      names = {"OFF", "PASSTHROUGH"})
  void noCertificateIsNeededForTlsThatIsNotOurs(ClientTls clients) throws Exception {
    TlsConfig tls =
        new TlsConfig(clients, BackendTls.AS_CLIENT, null, null, null, null, null, null);
    try (TlsReload reload = new TlsReload(config(tls), Clock.systemUTC())) {
      assertThat(reload.notAfter()).isNull();
      assertThat(folder).isEmptyDirectory();
    }
  }

  private void assertRefused(TlsReload reload, String text, String words) throws IOException {
    Files.writeString(certificate, text);
    assertThatThrownBy(reload::reload)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(words);
  }

  private TlsReload reload() throws IOException {
    TlsConfig tls =
        new TlsConfig(
            ClientTls.PREFERRED, BackendTls.AS_CLIENT, certificate, key, null, null, null, null);
    return new TlsReload(config(tls), Clock.systemUTC());
  }

  private ProxyConfig config(TlsConfig tls) {
    InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return new ProxyConfig(
        anywhere,
        new BackendAddress.Tcp("127.0.0.1", 3306),
        List.of(),
        ProxyProtocolConfig.OFF,
        1,
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        tls,
        folder,
        1);
  }

  private void write(X509Bundle bundle) throws IOException {
    Files.writeString(certificate, bundle.getCertificatePEM());
    Files.writeString(key, bundle.getPrivateKeyPEM());
  }

  private static X509Bundle bundle(Instant notAfter) throws Exception {
    return builder(notAfter).ecp256().buildSelfSigned();
  }

  private static CertificateBuilder builder(Instant notAfter) {
    return new CertificateBuilder()
        .subject("CN=lowtide.test")
        .setIsCertificateAuthority(true)
        .notBefore(BEGIN)
        .notAfter(notAfter);
  }
}
