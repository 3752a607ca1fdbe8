package dev.lowtide.scheduler.innodb;

/**
 * How much may be read, how fast, and how sure one wants to be.
 *
 * @param wholeUpToBytes files up to this size are read whole: they have no sampling error
 * @param bytesMax to be read of one file, its descriptors not counted; they are one page in 16,384
 * @param bytesPerSecondMax on average, descriptors and all
 * @param error that is aimed at: two standard errors of an index's bytes, as a share of them
 * @param seed of the choice of extents: the same file and the same seed give the same answer
 */
public record ScanLimits(
    long wholeUpToBytes, long bytesMax, long bytesPerSecondMax, double error, long seed) {

  private static final long MIB = 1 << 20;

  /**
   * 10 GiB at 256 MiB/s are 40 s; the 4,096 descriptor pages of 1 TiB add 64 MiB, read at random. A
   * file of 256 MiB has one descriptor page and takes a second.
   */
  public static final ScanLimits DEFAULT =
      new ScanLimits(256 * MIB, 10 * 1024 * MIB, 256 * MIB, 0.02, 1);

  /** For whom nobody waits: 10 GiB in little more than five minutes, beside clients at work. */
  public static final ScanLimits UNHURRIED =
      new ScanLimits(256 * MIB, 10 * 1024 * MIB, 32 * MIB, 0.02, 1);

  public ScanLimits {
    atLeast("wholeUpToBytes", wholeUpToBytes, 0);
    atLeast("bytesMax", bytesMax, 64 * MIB);
    atLeast("bytesPerSecondMax", bytesPerSecondMax, MIB);
    if (!(error > 0 && error < 1)) {
      throw new IllegalArgumentException("error: " + error + " (expected: between 0 and 1)");
    }
  }

  private static void atLeast(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: at least " + least + ")");
    }
  }
}
