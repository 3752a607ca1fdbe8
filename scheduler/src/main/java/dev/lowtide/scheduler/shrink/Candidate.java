package dev.lowtide.scheduler.shrink;

import static java.util.Objects.requireNonNullElse;

/**
 * A table, and whether it is worth shrinking.
 *
 * @param whyNot why it is not proposed; empty if it is
 */
public record Candidate(Tablespace tablespace, Estimate estimate, String whyNot) {

  public Candidate {
    whyNot = requireNonNullElse(whyNot, "");
  }

  /** One that is proposed. */
  public Candidate(Tablespace tablespace, Estimate estimate) {
    this(tablespace, estimate, "");
  }

  public boolean isProposed() {
    return whyNot.isEmpty();
  }

  public Candidate because(String reason) {
    return new Candidate(tablespace, estimate, reason);
  }

  public int percentReclaimable() {
    return estimate.reclaimable().percentOf(tablespace.fileSize());
  }
}
