package dev.lowtide.proxy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and keys; what is wrong with them is said with the setting and the file. */
final class PemFiles {

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");

  /** How a key of each kind signs, to see whether it belongs to a certificate. */
  private static final Map<String, String> SIGNATURES =
      Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

  private PemFiles() {}

  /** A chain, the certificate itself first; or authorities. */
  static X509Certificate[] certificates(String setting, Path file) throws IOException {
    try {
      X509Certificate[] certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes(setting, file)))
              .stream()
              .map(X509Certificate.class::cast)
              .toArray(X509Certificate[]::new);
      if (certificates.length == 0) {
        throw new IOException(setting + ": " + file + " (expected: PEM certificates; it has none)");
      }
      return certificates;
    } catch (GeneralSecurityException e) {
      throw new IOException(
          setting + ": " + file + " (expected: PEM certificates): " + e.getMessage(), e);
    }
  }

  /** The key that belongs to a certificate. */
  static PrivateKey key(String setting, Path file, X509Certificate certificate) throws IOException {
    PublicKey other = certificate.getPublicKey();
    Matcher pem = KEY.matcher(new String(bytes(setting, file), StandardCharsets.US_ASCII));
    if (!pem.find()) {
      throw new IOException(setting + ": " + file + " (expected: a PEM key in PKCS#8)");
    }
    try {
      byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
      PrivateKey key =
          KeyFactory.getInstance(other.getAlgorithm())
              .generatePrivate(new PKCS8EncodedKeySpec(encoded));
      if (belongs(key, other)) {
        return key;
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(
          setting + ": " + file + " (expected: the certificate's key): " + e.getMessage(), e);
    }
    throw new IOException(
        setting + ": " + file + " (expected: the certificate's key; it is another's)");
  }

  /** All of a file; certificates and keys have some kilobytes. */
  static byte[] bytes(String setting, Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new IOException(setting + ": " + file + " (expected: a file; there is none)", e);
    } catch (IOException e) {
      throw new IOException(
          setting + ": " + file + " (expected: a file that can be read): " + e.getMessage(), e);
    }
  }

  private static boolean belongs(PrivateKey key, PublicKey other) throws GeneralSecurityException {
    String algorithm = SIGNATURES.get(other.getAlgorithm());
    if (algorithm == null) {
      return true;
    }
    byte[] anything = other.getEncoded();
    Signature signing = Signature.getInstance(algorithm);
    signing.initSign(key);
    signing.update(anything);
    byte[] signature = signing.sign();
    Signature verifying = Signature.getInstance(algorithm);
    verifying.initVerify(other);
    verifying.update(anything);
    return verifying.verify(signature);
  }
}
