package dev.lowtide.scheduler.plan;

import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Candidate;
import dev.lowtide.scheduler.shrink.Estimate;
import dev.lowtide.scheduler.shrink.TimeText;
import java.time.Duration;
import java.util.Optional;

/**
 * What is worth proposing.
 *
 * @param fileSizeMin smaller files are left alone: InnoDB extends files by whole megabytes, so the
 *     smallest never look clean
 * @param percentMin of the file that must be reclaimable
 * @param tablesMax how many tables, the largest first, are looked at
 * @param paybackMin what refills sooner is left alone
 * @param measureEvery how old a measurement may become
 * @param historyFor how long it is kept what a table occupied
 */
public record CandidatePolicy(
    ByteSize fileSizeMin,
    int percentMin,
    int tablesMax,
    Duration paybackMin,
    Duration measureEvery,
    Duration historyFor) {

  public static final CandidatePolicy DEFAULT =
      new CandidatePolicy(ByteSize.ofMebibytes(64), 15, 50);

  /** The usual one but for these. */
  public CandidatePolicy(ByteSize fileSizeMin, int percentMin, int tablesMax) {
    this(
        fileSizeMin,
        percentMin,
        tablesMax,
        Duration.ofDays(14),
        Duration.ofHours(24),
        Duration.ofDays(400));
  }

  /** The same with what is to be said against it. */
  Candidate judged(Candidate candidate) {
    return candidate.because(whyNot(candidate).orElse(""));
  }

  /** Why it is not proposed; nothing if it is. */
  Optional<String> whyNot(Candidate candidate) {
    return tooSmall(candidate)
        .or(() -> tooLittle(candidate))
        .or(() -> refillsSoon(candidate.estimate()));
  }

  /** Why its file alone is too small to be looked at; nothing if it is not. */
  public Optional<String> tooSmall(Candidate candidate) {
    ByteSize size = candidate.tablespace().fileSize();
    return size.compareTo(fileSizeMin) >= 0
        ? Optional.empty()
        : Optional.of("too small: " + size + " (expected: at least " + fileSizeMin + ")");
  }

  private Optional<String> tooLittle(Candidate candidate) {
    int percent = candidate.percentReclaimable();
    return percent >= percentMin
        ? Optional.empty()
        : Optional.of("too little: " + percent + " % (expected: at least " + percentMin + " %)");
  }

  private Optional<String> refillsSoon(Estimate estimate) {
    return estimate.payback().isSoonerThan(paybackMin)
        ? Optional.of(
            "refills in "
                + TimeText.of(estimate.payback().refilledIn())
                + " (expected: at least "
                + TimeText.of(paybackMin)
                + ")")
        : Optional.empty();
  }
}
