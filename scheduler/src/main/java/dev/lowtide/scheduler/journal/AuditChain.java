package dev.lowtide.scheduler.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The arithmetic of the chain: the hash of a line is SHA-256 over the hash before it (32 bytes),
 * its number and its time in milliseconds (8 bytes each, the highest first), and who, what and
 * text, each as its length in bytes (4 bytes) and its UTF-8. With lengths no two lines have the
 * same encoding. Confined to one thread.
 */
final class AuditChain {

  /** What stands before the first line. */
  static final String BEGINNING = "0".repeat(64);

  private static final HexFormat HEX = HexFormat.of();

  private final MessageDigest digest;
  private final ByteBuffer numbers = ByteBuffer.allocate(2 * Long.BYTES);
  private final ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
  private String hash;

  /** Goes on after a line with this hash. */
  AuditChain(String hash) {
    this.hash = hash;
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The hash of the next line, which the chain then ends with. */
  String add(long id, long at, String by, String action, String text) {
    digest.update(HEX.parseHex(hash));
    digest.update(numbers.clear().putLong(id).putLong(at).flip());
    add(by);
    add(action);
    add(text);
    hash = HEX.formatHex(digest.digest());
    return hash;
  }

  String hash() {
    return hash;
  }

  private void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(length.clear().putInt(bytes.length).flip());
    digest.update(bytes);
  }
}
