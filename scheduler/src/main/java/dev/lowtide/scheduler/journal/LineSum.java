package dev.lowtide.scheduler.journal;

import java.math.BigInteger;
import java.security.MessageDigest;

/**
 * The checksum of a table: the sum of those of its lines, so that their order does not matter. Each
 * kind of store sorts texts in another way.
 */
final class LineSum {

  private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);

  private final MessageDigest digest = SealedStream.sha256();
  private BigInteger sum = BigInteger.ZERO;

  void add(byte[] line) {
    sum = sum.add(new BigInteger(1, digest.digest(line))).mod(MODULUS);
  }

  /** 64 hexadecimal digits. */
  String text() {
    return String.format("%064x", sum);
  }
}
