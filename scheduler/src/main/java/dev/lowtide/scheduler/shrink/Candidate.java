package dev.lowtide.scheduler.shrink;

/** A table that looks worth shrinking. */
public record Candidate(Tablespace tablespace, Estimate estimate) {

  public int percentReclaimable() {
    return estimate.reclaimable().percentOf(tablespace.fileSize());
  }
}
