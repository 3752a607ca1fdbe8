package dev.lowtide.proxy;

import dev.lowtide.proxy.relay.TlsContexts;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The certificate shown to clients: the configured one, or one made at first start and kept. */
final class TlsFiles {

  private static final String CERTIFICATE = "proxy-certificate.pem";
  private static final String PRIVATE_KEY = "proxy-key.pem";

  /** Nobody can check a certificate of our own making anyway, so it need not be renewed either. */
  private static final Duration SELF_MADE_LIFETIME = Duration.ofDays(10 * 365);

  private static final Logger log = LoggerFactory.getLogger(TlsFiles.class);

  private TlsFiles() {}

  static TlsContexts load(ProxyConfig config, Clock clock) throws IOException {
    Path certificate = config.certificate();
    Path key = config.privateKey();
    if (certificate == null || key == null) {
      certificate = config.stateDirectory().resolve(CERTIFICATE);
      key = config.stateDirectory().resolve(PRIVATE_KEY);
      if (!Files.exists(certificate) || !Files.exists(key)) {
        make(certificate, key, clock.instant());
      }
    }
    return new TlsContexts(forClients(certificate, key), forBackend());
  }

  private static SslContext forClients(Path certificate, Path key) throws IOException {
    try {
      return SslContextBuilder.forServer(certificate.toFile(), key.toFile()).build();
    } catch (IOException | IllegalArgumentException e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      throw new IOException(
          "proxy.tls: "
              + certificate
              + ", "
              + key
              + " (expected: a PEM certificate chain and its"
              + " PKCS#8 key): "
              + reason.getMessage(),
          e);
    }
  }

  /** As with a client's PREFERRED: encrypted, but whose the certificate is nobody asks. */
  private static SslContext forBackend() throws IOException {
    return SslContextBuilder.forClient()
        .trustManager(InsecureTrustManagerFactory.INSTANCE)
        .endpointIdentificationAlgorithm("")
        .build();
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
