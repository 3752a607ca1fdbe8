package dev.lowtide.scheduler.execute;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.execute.RebuildStatement.Ending.Kind;
import dev.lowtide.scheduler.shrink.Verification;
import dev.lowtide.scheduler.shrink.Verification.Verdict;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An onlooker that reads each table in 200 ms, and whose lock is the last in the way. */
final class FakeOnlooker implements Onlooker {

  static final Verification SAME = new Verification(Verdict.SAME, 1000, "1000 rows are the same");
  static final Duration READ_AFTER = Duration.ofMillis(200);
  static final Duration SWAPPED_AFTER = Duration.ofMillis(140);

  Duration originalReadAfter = READ_AFTER;
  Duration rebuiltReadAfter = READ_AFTER;
  @Nullable RuntimeException refusal;
  @Nullable RuntimeException readingFault;

  /** What happens when it gives up its lock. */
  Runnable onStepAside;

  private final ScriptedPace pace;
  private final Chronicle chronicle;
  private boolean hasReadOriginal;
  private @Nullable Verification verification;

  FakeOnlooker(ScriptedPace pace, Chronicle chronicle, FakeServer server) {
    this.pace = pace;
    this.chronicle = chronicle;
    this.onStepAside = () -> pace.in(SWAPPED_AFTER, () -> server.statement.end(Kind.DONE, ""));
  }

  @Override
  public void arrive(TableName table) {
    chronicle.add("onlooker arrives at " + table);
    if (refusal != null) {
      throw refusal;
    }
  }

  @Override
  public void readOriginal() {
    chronicle.add("read original");
    pace.in(originalReadAfter, () -> hasReadOriginal = true);
  }

  @Override
  public boolean hasReadOriginal() {
    if (readingFault != null) {
      throw readingFault;
    }
    return hasReadOriginal;
  }

  @Override
  public void stepAside() {
    chronicle.add("step aside");
    onStepAside.run();
  }

  @Override
  public void openView() {
    chronicle.add("open view");
  }

  @Override
  public void readRebuilt() {
    chronicle.add("read rebuilt");
    pace.in(rebuiltReadAfter, () -> verification = SAME);
  }

  @Override
  public Optional<Verification> verification() {
    return Optional.ofNullable(verification);
  }

  @Override
  public Collection<Long> threadIds() {
    return List.of(43L, 44L);
  }

  @Override
  public void close() {
    chronicle.add("close onlooker");
  }
}
