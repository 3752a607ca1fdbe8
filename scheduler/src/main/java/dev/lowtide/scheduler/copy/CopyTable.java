package dev.lowtide.scheduler.copy;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.shrink.Subject;
import java.util.List;
import java.util.Set;

/**
 * A table that is copied, as the data dictionary has it.
 *
 * @param original the table that clients know
 * @param shadow where its copy grows, in a schema of ours
 * @param old what the original will be called when the shadow has taken its place
 * @param keyIndex PRIMARY, or the unique index without NULLs by which InnoDB clusters the rows
 * @param key the columns of that index, in its order
 * @param columns names of all columns that hold values of their own: generated ones are left out,
 *     invisible ones are not
 * @param columnCount all columns in a row, as the binary log has them
 * @param partition the only one whose rows are copied; empty for all of the table
 */
public record CopyTable(
    TableName original,
    TableName shadow,
    TableName old,
    String keyIndex,
    List<KeyColumn> key,
    List<String> columns,
    int columnCount,
    String partition) {

  /** Where shadows grow: nobody but us has business there. */
  public static final String SHADOWS = "lowtide_new";

  /** Where old tables are kept until they are dropped. */
  public static final String OLD = "lowtide_old";

  /** Where we write down what is ours. */
  public static final String REGISTRY = "lowtide";

  /** All that are ours at a target. */
  public static final Set<String> SCHEMAS = Set.of(REGISTRY, SHADOWS, OLD);

  public CopyTable {
    key = List.copyOf(key);
    columns = List.copyOf(columns);
    if (key.isEmpty()) {
      throw new IllegalArgumentException("copy of " + original + ": no key (expected: columns)");
    }
  }

  /** Of a whole table. */
  public CopyTable(
      TableName original,
      TableName shadow,
      TableName old,
      String keyIndex,
      List<KeyColumn> key,
      List<String> columns,
      int columnCount) {
    this(original, shadow, old, keyIndex, key, columns, columnCount, "");
  }

  /** Whether it is one partition of the original, and not all of it. */
  public boolean isPartition() {
    return !partition.isEmpty();
  }

  /** What is copied. */
  public Subject subject() {
    return isPartition() ? Subject.partition(original, partition) : Subject.of(original);
  }

  /**
   * The other way round, after a cut-over: the old table follows the one that clients know, and may
   * take its place again. That one goes to where it grew.
   */
  public CopyTable reversed() {
    if (isPartition()) {
      throw new IllegalStateException(subject() + " is not taken back (expected: a whole table)");
    }
    return new CopyTable(original, old, shadow, keyIndex, key, columns, columnCount);
  }
}
