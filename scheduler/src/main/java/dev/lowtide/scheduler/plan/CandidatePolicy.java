package dev.lowtide.scheduler.plan;

import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Candidate;

/**
 * What is worth proposing.
 *
 * @param fileSizeMin smaller files are left alone: InnoDB extends files by whole megabytes, so the
 *     smallest never look clean
 * @param percentMin of the file that must be reclaimable
 * @param tablesMax how many tables, the largest first, are looked at
 */
public record CandidatePolicy(ByteSize fileSizeMin, int percentMin, int tablesMax) {

  public static final CandidatePolicy DEFAULT =
      new CandidatePolicy(ByteSize.ofMebibytes(64), 15, 50);

  boolean isWorthwhile(Candidate candidate) {
    return candidate.tablespace().fileSize().compareTo(fileSizeMin) >= 0
        && candidate.percentReclaimable() >= percentMin;
  }
}
