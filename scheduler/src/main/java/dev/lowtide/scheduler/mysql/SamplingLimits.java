package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.shrink.ByteSize;
import java.time.Duration;

/**
 * How much a server is asked to read for a measurement by SQL, whatever the size of the table.
 *
 * @param ranges into which the rows are divided; each takes three questions of some thirty pages,
 *     so 64 of them look at 6,000 pages, or 90 MiB, and take a quarter of a second where they are
 *     in the buffer pool
 * @param sampled rows whose lengths are looked at, over all ranges: two standard errors of an
 *     average are 4 % with 2,560 rows whose lengths differ as much as they are long
 * @param values bytes of these rows at most, about: so many are read in a third of a second at 100
 *     MB/s. Long values are read from their pages, too
 * @param piece bytes of a range that is counted at once, about: a 25th of a second at 100 MB/s, so
 *     that all ranges together are counted in time. Tables of up to 64 times as much, 256 MiB, are
 *     counted whole
 * @param counting how long the key is divided, rows are counted, and lengths are looked at, each,
 *     and any one question of these: nine seconds of one session that reads, and mostly a tenth
 */
public record SamplingLimits(
    int ranges, int sampled, ByteSize values, ByteSize piece, Duration counting) {

  public static final SamplingLimits DEFAULT =
      new SamplingLimits(
          64, 2_560, ByteSize.ofMebibytes(32), ByteSize.ofMebibytes(4), Duration.ofSeconds(3));
}
