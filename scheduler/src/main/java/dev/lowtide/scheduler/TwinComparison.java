package dev.lowtide.scheduler;

import dev.lowtide.scheduler.copy.RowKey;
import dev.lowtide.scheduler.execute.Comparison;
import dev.lowtide.scheduler.shrink.Verification;
import dev.lowtide.scheduler.verify.TwinReader;
import dev.lowtide.scheduler.verify.TwinVerifier;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;

/** Verification's twin verifier, as execution knows it: the two rooms do not see each other. */
final class TwinComparison implements Comparison {

  private final TwinReader reader;
  private final TwinVerifier verifier;

  TwinComparison(TwinReader reader, InstantSource clock) {
    this.reader = reader;
    this.verifier = new TwinVerifier(reader, clock);
  }

  @Override
  public boolean step(Duration chunkTime) {
    return verifier.step(chunkTime);
  }

  @Override
  public long rowsCompared() {
    return verifier.rowsCompared();
  }

  @Override
  public void onApplied(Set<RowKey> keys) {
    verifier.onApplied(keys);
  }

  @Override
  public void onMark() {
    verifier.onMark();
  }

  @Override
  public void settle() {
    verifier.settle();
  }

  @Override
  public boolean isSettlingDue() {
    return verifier.isSettlingDue();
  }

  @Override
  public Set<RowKey> open() {
    return verifier.open();
  }

  @Override
  public void conclude() {
    verifier.conclude(verifier.open(), Set.of());
  }

  @Override
  public void countEntries() {
    verifier.countEntries();
  }

  @Override
  public void endCounting() {
    verifier.endCounting();
  }

  @Override
  public boolean isOver() {
    return verifier.isOver();
  }

  @Override
  public Verification verification() {
    return verifier.verification();
  }

  @Override
  public void close() {
    reader.close();
  }
}
