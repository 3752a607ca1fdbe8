package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.copy.RowKey;
import dev.lowtide.scheduler.shrink.Verification;
import dev.lowtide.scheduler.shrink.Verification.Verdict;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Finds three rows that are the same, unless a test says otherwise. */
final class FakeComparison implements Comparison {

  static final Verification SAME = new Verification(Verdict.SAME, 3, "3 rows are the same");

  final Set<RowKey> applied = new HashSet<>();
  final Set<RowKey> open = new HashSet<>();
  Verification verification = SAME;
  boolean isOver;
  boolean isClosed;
  Runnable onStep = () -> {};
  private final Chronicle chronicle;

  FakeComparison(Chronicle chronicle) {
    this.chronicle = chronicle;
  }

  @Override
  public boolean step(Duration chunkTime) {
    chronicle.add("compare");
    onStep.run();
    return true;
  }

  @Override
  public long rowsCompared() {
    return 3;
  }

  @Override
  public void onApplied(Set<RowKey> keys) {
    applied.addAll(keys);
  }

  @Override
  public void onMark() {}

  @Override
  public void settle() {}

  @Override
  public boolean isSettlingDue() {
    return false;
  }

  @Override
  public Set<RowKey> open() {
    return Set.copyOf(open);
  }

  @Override
  public void conclude() {
    chronicle.add("all rows are the same");
  }

  @Override
  public void countEntries() {
    chronicle.add("count");
  }

  @Override
  public void endCounting() {
    chronicle.add("end counting");
  }

  @Override
  public boolean isOver() {
    return isOver;
  }

  @Override
  public Verification verification() {
    return verification;
  }

  @Override
  public void close() {
    isClosed = true;
  }
}
