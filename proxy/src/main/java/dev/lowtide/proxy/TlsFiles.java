package dev.lowtide.proxy;

import dev.lowtide.proxy.relay.BackendTls;
import dev.lowtide.proxy.relay.TlsContexts;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What TLS needs from files. The certificate shown to clients is the configured one, or one made at
 * the first start and kept.
 */
final class TlsFiles {

  private static final String CERTIFICATE = "proxy-certificate.pem";
  private static final String PRIVATE_KEY = "proxy-key.pem";

  /** Nobody can check a certificate of our own making anyway, so it need not be renewed either. */
  private static final Duration SELF_MADE_LIFETIME = Duration.ofDays(10 * 365);

  /** What every MySQL since 5.7.28 and its clients can, and nothing that is broken. */
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  /** BoringSSL where there is a library for this machine: its records stay off the Java heap. */
  static final SslProvider PROVIDER = OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK;

  private static final Logger log = LoggerFactory.getLogger(TlsFiles.class);

  private TlsFiles() {}

  /** Reads everything anew. If something is wrong, nothing has changed. */
  static TlsContexts load(ProxyConfig config, Clock clock) throws IOException {
    TlsConfig tls = config.tls();
    SslContext backend = tls.isBackendEncryptable() ? forBackend(tls) : null;
    if (!tls.clients().isOurs()) {
      return new TlsContexts(null, backend, null);
    }
    Path certificate = certificate(config);
    Path key = key(config);
    if (tls.certificate() == null && !(Files.exists(certificate) && Files.exists(key))) {
      make(certificate, key, clock.instant());
    }
    X509Certificate[] chain = PemFiles.certificates("proxy.tls.certificate", certificate);
    return new TlsContexts(
        forClients(tls, chain, PemFiles.key("proxy.tls.key", key, chain[0])),
        backend,
        chain[0].getNotAfter().toInstant());
  }

  /** The files that may be replaced while we run. */
  static List<Path> watched(ProxyConfig config) {
    TlsConfig tls = config.tls();
    return Stream.of(
            tls.clients().isOurs() ? certificate(config) : null,
            tls.clients().isOurs() ? key(config) : null,
            tls.clientCa(),
            tls.backendCa(),
            tls.backendCertificate(),
            tls.backendKey())
        .flatMap(Stream::ofNullable)
        .toList();
  }

  private static Path certificate(ProxyConfig config) {
    Path given = config.tls().certificate();
    return given == null ? config.stateDirectory().resolve(CERTIFICATE) : given;
  }

  private static Path key(ProxyConfig config) {
    Path given = config.tls().key();
    return given == null ? config.stateDirectory().resolve(PRIVATE_KEY) : given;
  }

  private static SslContext forClients(TlsConfig tls, X509Certificate[] chain, PrivateKey key)
      throws IOException {
    SslContextBuilder builder =
        SslContextBuilder.forServer(key, chain).sslProvider(PROVIDER).protocols(PROTOCOLS);
    if (tls.clientCa() != null) {
      builder
          .trustManager(PemFiles.certificates("proxy.tls.clientCa", tls.clientCa()))
          .clientAuth(ClientAuth.REQUIRE);
    }
    return builder.build();
  }

  /**
   * Whose certificate the backend has is asked whenever an authority is named; without one it is as
   * with a client's PREFERRED: encrypted, by whomever.
   */
  private static SslContext forBackend(TlsConfig tls) throws IOException {
    SslContextBuilder builder =
        SslContextBuilder.forClient().sslProvider(PROVIDER).protocols(PROTOCOLS);
    builder.endpointIdentificationAlgorithm(
        tls.backend() == BackendTls.VERIFY_IDENTITY ? "HTTPS" : "");
    if (tls.backendCa() == null) {
      builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
    } else {
      builder.trustManager(PemFiles.certificates("proxy.tls.backendCa", tls.backendCa()));
    }
    if (tls.backendCertificate() != null && tls.backendKey() != null) {
      X509Certificate[] chain =
          PemFiles.certificates("proxy.tls.backendCertificate", tls.backendCertificate());
      builder.keyManager(PemFiles.key("proxy.tls.backendKey", tls.backendKey(), chain[0]), chain);
    }
    return builder.build();
  }

  private static void make(Path certificate, Path key, Instant now) throws IOException {
    X509Bundle made = selfSigned(now);
    Files.createDirectories(certificate.toAbsolutePath().getParent());
    writeForOwnerOnly(key, made.getPrivateKeyPEM());
    Files.writeString(certificate, made.getCertificatePEM());
    log.info("made a self-signed certificate for clients, kept in {}", certificate);
  }

  private static X509Bundle selfSigned(Instant now) throws IOException {
    try {
      return new CertificateBuilder()
          .ecp256()
          .subject("CN=Lowtide self-made certificate")
          // Its own root, so that a client may be told to trust just this file.
          .setIsCertificateAuthority(true)
          .notBefore(now.minus(Duration.ofDays(1)))
          .notAfter(now.plus(SELF_MADE_LIFETIME))
          .addSanDnsName("localhost")
          .addSanIpAddress("127.0.0.1")
          .buildSelfSigned();
    } catch (Exception e) {
      throw new IOException("cannot make a certificate: " + e.getMessage(), e);
    }
  }

  private static void writeForOwnerOnly(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text);
  }
}
