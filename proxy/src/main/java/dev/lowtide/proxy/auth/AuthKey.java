package dev.lowtide.proxy.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;

/**
 * The key by which clients encrypt a password for a leg that others can read. Ours stands in for
 * the server's where the server, on a leg of its own, expects the password in clear.
 */
public final class AuthKey {

  /** As long as the server's own; decrypting with it takes about a millisecond. */
  private static final int BITS = 2048;

  private static final String PADDING = "RSA/ECB/OAEPWithSHA-1AndMGF1Padding";
  private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
  private static final String END = "-----END PUBLIC KEY-----";

  private final KeyPair pair;

  private AuthKey(KeyPair pair) {
    this.pair = pair;
  }

  /** Makes one, which takes some hundred milliseconds: not to be done on an event loop. */
  public static AuthKey make() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS);
      return new AuthKey(generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has RSA", e);
    }
  }

  /** The public half, as the server writes its own, behind this first byte. */
  byte[] pem(int firstByte) {
    Base64.Encoder lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
    String text = lines.encodeToString(pair.getPublic().getEncoded());
    String pem = (char) firstByte + BEGIN + "\n" + text + "\n" + END + "\n";
    return pem.getBytes(StandardCharsets.US_ASCII);
  }

  /** The password with its final zero byte, from what a client has encrypted. */
  byte[] decrypt(byte[] encrypted, byte[] salt) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(PADDING);
    cipher.init(Cipher.DECRYPT_MODE, pair.getPrivate());
    return mask(cipher.doFinal(encrypted), salt);
  }

  /** The password with its final zero byte, as a server with this public key takes it. */
  static byte[] encrypt(byte[] password, byte[] salt, byte[] pem) throws GeneralSecurityException {
    byte[] masked = mask(password.clone(), salt);
    try {
      Cipher cipher = Cipher.getInstance(PADDING);
      cipher.init(Cipher.ENCRYPT_MODE, read(pem));
      return cipher.doFinal(masked);
    } finally {
      Arrays.fill(masked, (byte) 0);
    }
  }

  private static PublicKey read(byte[] pem) throws GeneralSecurityException {
    String text = new String(pem, StandardCharsets.US_ASCII).strip();
    if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
      throw new GeneralSecurityException("not a public key in PEM");
    }
    String body = text.substring(BEGIN.length(), text.length() - END.length());
    try {
      byte[] encoded = Base64.getMimeDecoder().decode(body.strip());
      return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(encoded));
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException("not a public key in PEM", e);
    }
  }

  /** XOR with the salt, over and over, in place. Twice is none. */
  private static byte[] mask(byte[] bytes, byte[] salt) throws GeneralSecurityException {
    if (salt.length == 0) {
      throw new GeneralSecurityException("no salt");
    }
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] ^= salt[i % salt.length];
    }
    return bytes;
  }
}
