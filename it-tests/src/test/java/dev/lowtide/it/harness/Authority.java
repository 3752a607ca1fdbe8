package dev.lowtide.it.harness;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;

/** A certificate authority of the test's own, and files of what it signs. */
public final class Authority {

  private static final String PASSWORD = "changeit";

  private final Path folder;
  private final String name;
  private final X509Bundle root;

  public Authority(Path folder, String name) throws Exception {
    this.folder = folder;
    this.name = name;
    this.root = builder("CN=" + name).setIsCertificateAuthority(true).buildSelfSigned();
    Files.writeString(file(), root.getCertificatePEM());
  }

  /** Its own certificate. */
  public Path file() {
    return folder.resolve(name + "-ca.pem");
  }

  /** What it has signed for a host or a user. */
  public Issued issue(String subject) throws Exception {
    return issue(subject, Instant.now().plus(Duration.ofDays(30)));
  }

  public Issued issue(String subject, Instant notAfter) throws Exception {
    X509Bundle bundle =
        builder("CN=" + subject).notAfter(notAfter).addSanDnsName(subject).buildIssuedBy(root);
    Issued issued =
        new Issued(
            bundle,
            folder.resolve(name + "-" + subject + ".pem"),
            folder.resolve(name + "-" + subject + "-key.pem"),
            folder.resolve(name + "-" + subject + ".p12"));
    issued.write(issued.certificate(), issued.key());
    return issued;
  }

  /** What makes Connector/J trust this authority only. */
  public String trusted() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("ca", root.getCertificate());
    Path file = folder.resolve(name + "-ca.p12");
    save(store, file);
    return "trustCertificateKeyStoreUrl="
        + file.toUri()
        + "&trustCertificateKeyStoreType=PKCS12&trustCertificateKeyStorePassword="
        + PASSWORD;
  }

  /** A certificate and its key, in files. */
  public record Issued(X509Bundle bundle, Path certificate, Path key, Path store) {

    /** Into other files, too. */
    public void write(Path certificate, Path key) throws Exception {
      Files.writeString(certificate, bundle.getCertificatePathPEM());
      Files.writeString(key, bundle.getPrivateKeyPEM());
    }

    /** What makes Connector/J show this certificate. */
    public String shown() throws Exception {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(null, null);
      keys.setKeyEntry(
          "key",
          bundle.getKeyPair().getPrivate(),
          PASSWORD.toCharArray(),
          bundle.getCertificatePath());
      save(keys, store);
      return "clientCertificateKeyStoreUrl="
          + store.toUri()
          + "&clientCertificateKeyStoreType=PKCS12&clientCertificateKeyStorePassword="
          + PASSWORD;
    }
  }

  private static CertificateBuilder builder(String subject) {
    return new CertificateBuilder()
        .ecp256()
        .subject(subject)
        .notBefore(Instant.now().minus(Duration.ofDays(1)))
        .notAfter(Instant.now().plus(Duration.ofDays(365)));
  }

  private static void save(KeyStore store, Path file) throws Exception {
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD.toCharArray());
    }
  }
}
