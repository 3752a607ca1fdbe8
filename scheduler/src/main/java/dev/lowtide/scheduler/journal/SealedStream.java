package dev.lowtide.scheduler.journal;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Writes a zip file whose comment, the last bytes of it, is the checksum of all bytes before: one
 * that is flipped anywhere shows, even where no table's own checksum looks.
 */
final class SealedStream extends FilterOutputStream {

  /** What stands in the comment until the end is known; SHA-256 in hexadecimal is as long. */
  static final String PLACE = "0".repeat(64);

  private final MessageDigest digest = sha256();
  private final byte[] withheld = new byte[PLACE.length()];
  private int withheldLength;

  SealedStream(OutputStream out) {
    super(out);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  /** The last 64 bytes are kept back: they may be the end. */
  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    byte[] all = new byte[withheldLength + length];
    System.arraycopy(withheld, 0, all, 0, withheldLength);
    System.arraycopy(bytes, offset, all, withheldLength, length);
    int passed = Math.max(0, all.length - withheld.length);
    digest.update(all, 0, passed);
    out.write(all, 0, passed);
    withheldLength = all.length - passed;
    System.arraycopy(all, passed, withheld, 0, withheldLength);
  }

  /** Writes the checksum in the place of what was kept back. */
  void seal() throws IOException {
    out.write(HexFormat.of().formatHex(digest.digest()).getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }
}
