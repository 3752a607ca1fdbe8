package dev.lowtide.it.harness;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import javax.crypto.Cipher;

/**
 * How a client proves that it knows a password, by the server's salt.
 *
 * <p>See "Caching_sha2_password information" and "Native Authentication" in MySQL's documentation
 * of its protocol.
 */
final class Passwords {

  private Passwords() {}

  static byte[] scramble(String plugin, String password, byte[] salt)
      throws GeneralSecurityException {
    if (password.isEmpty()) {
      return new byte[0];
    }
    return switch (plugin) {
      case "caching_sha2_password" -> cachingSha2(password, salt);
      case "mysql_native_password" -> nativePassword(password, salt);
      default ->
          throw new IllegalStateException(
              plugin + " (expected: caching_sha2_password or mysql_native_password)");
    };
  }

  /** The password, masked by the salt, encrypted by the key that the server sends. */
  static byte[] encrypt(String password, byte[] salt, byte[] answer)
      throws GeneralSecurityException {
    String pem = new String(answer, 1, answer.length - 1, StandardCharsets.US_ASCII);
    byte[] key = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", "").strip());
    byte[] masked = (password + "\0").getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < masked.length; i++) {
      masked[i] ^= salt[i % salt.length];
    }
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-1AndMGF1Padding");
    cipher.init(
        Cipher.ENCRYPT_MODE,
        KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(key)));
    return cipher.doFinal(masked);
  }

  /** SHA256(password) XOR SHA256(SHA256(SHA256(password)) + salt). */
  private static byte[] cachingSha2(String password, byte[] salt) throws GeneralSecurityException {
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    byte[] once = sha.digest(password.getBytes(StandardCharsets.UTF_8));
    sha.update(sha.digest(once));
    return xor(once, sha.digest(salt));
  }

  /** SHA1(password) XOR SHA1(salt + SHA1(SHA1(password))). */
  private static byte[] nativePassword(String password, byte[] salt)
      throws GeneralSecurityException {
    MessageDigest sha = MessageDigest.getInstance("SHA-1");
    byte[] once = sha.digest(password.getBytes(StandardCharsets.UTF_8));
    byte[] twice = sha.digest(once);
    sha.update(salt);
    return xor(once, sha.digest(twice));
  }

  private static byte[] xor(byte[] one, byte[] other) {
    byte[] result = one.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] ^= other[i];
    }
    return result;
  }
}
