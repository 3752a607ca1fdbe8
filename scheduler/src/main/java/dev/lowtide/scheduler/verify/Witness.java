package dev.lowtide.scheduler.verify;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.shrink.Verification;
import dev.lowtide.scheduler.shrink.Verification.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table before and after it is rebuilt, with a session for each, and compares.
 *
 * <p>To be called in the order of its methods, by one thread; the reading itself happens on the
 * executor.
 */
public final class Witness implements AutoCloseable {

  private final TableReader before;
  private final TableReader after;
  private final Executor executor;
  private @Nullable TableName table;
  private @Nullable CompletableFuture<TableReading> original;
  private @Nullable CompletableFuture<TableReading> rebuilt;
  private long writesBeforeView;

  public Witness(TableReader before, TableReader after, Executor executor) {
    this.before = before;
    this.after = after;
    this.executor = executor;
  }

  public List<Long> threadIds() {
    return List.of(before.threadId(), after.threadId());
  }

  /** Takes a shared lock on the table. */
  public void arrive(TableName table) {
    this.table = table;
    before.lockShared(table);
  }

  /** Begins to read the old table. */
  public void readOriginal() {
    original = reading(before);
  }

  /**
   * Whether the old table is read.
   *
   * @throws java.util.concurrent.CompletionException if it could not be
   */
  public boolean hasReadOriginal() {
    if (original == null || !original.isDone()) {
      return false;
    }
    original.join();
    return true;
  }

  /** Gives up the shared lock. */
  public void stepAside() {
    before.endTransaction();
  }

  /** Fixes the view of the new table, and sees whether anybody was quicker. */
  public void openView() {
    after.beginSnapshot();
    writesBeforeView = after.writesSinceInPlace(required());
  }

  /** Begins to read the new table. */
  public void readRebuilt() {
    rebuilt = reading(after);
  }

  /** The comparison, once the new table is read. */
  public Optional<Verification> verification() {
    if (original == null || rebuilt == null || !rebuilt.isDone()) {
      return Optional.empty();
    }
    return Optional.of(
        original
            .thenCombine(rebuilt, this::compare)
            .exceptionally(e -> Verification.unproven("could not be compared: " + e.getMessage()))
            .join());
  }

  private Verification compare(TableReading before, TableReading after) {
    Verification verification = Verifier.compare(before, after);
    boolean isExplained = verification.verdict() == Verdict.DIFFERENT && writesBeforeView > 0;
    return isExplained
        ? Verification.unproven(
            "others, who do not pass the proxy, wrote "
                + writesBeforeView
                + " times before the new table could be read: "
                + verification.text())
        : verification;
  }

  /** Ends what is being read. */
  @Override
  public void close() {
    before.close();
    after.close();
  }

  private CompletableFuture<TableReading> reading(TableReader reader) {
    TableName name = required();
    return CompletableFuture.supplyAsync(() -> reader.read(name), executor);
  }

  private TableName required() {
    if (table == null) {
      throw new IllegalStateException("arrive comes first");
    }
    return table;
  }
}
