package dev.lowtide.scheduler.plan;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.plan.PlanOutcome.Planned;
import dev.lowtide.scheduler.plan.PlanOutcome.Refused;
import dev.lowtide.scheduler.plan.TableShape.Column;
import dev.lowtide.scheduler.plan.TableShape.Partition;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Estimate;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.Subject;
import dev.lowtide.scheduler.shrink.TableFacts;
import dev.lowtide.scheduler.shrink.Tablespace;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How one partition would be made smaller, and never more than that: truncated if it has no rows,
 * otherwise copied and exchanged for the copy.
 */
public final class PartitionPlanner implements Planner {

  /** Locks, a comparison whose time is measured first, and the exchange of two files. */
  private static final Duration CUT_OVER = Duration.ofMillis(100);

  /** A new file of one index begins with seven pages. */
  private static final ByteSize EMPTY = new ByteSize(7 * 16_384);

  /** Of an identifier; the name of a copy is made of two. */
  private static final int NAME_MAX = 64;

  private final TablespaceCatalog catalog;
  private final Look look;
  private final MethodPolicy methods;
  private final Clock clock;

  /** Looks into a partition and at its file: of both the server's statistics know little. */
  public interface Look {
    boolean isEmpty(TableName table, String partition);

    ByteSize fileSize(TableName table, String partition);
  }

  public PartitionPlanner(TablespaceCatalog catalog, Look look, MethodPolicy methods, Clock clock) {
    this.catalog = catalog;
    this.look = look;
    this.methods = methods;
    this.clock = clock;
  }

  /** What its copy is called while it grows. */
  public static TableName copyOf(Subject subject) {
    return new TableName(CopyTable.SHADOWS, subject.table().table() + "#" + subject.name());
  }

  @Override
  public PlanOutcome plan(Subject subject, Optional<ShrinkMethod> requested) {
    MethodGate.Answer known = MethodGate.copy(catalog.version());
    if (!known.isAllowed()) {
      return new Refused(known.reason());
    }
    Optional<TableDescription> table = catalog.describe(subject.table());
    if (table.isEmpty()) {
      return new Refused("table " + subject.table() + " does not exist, or may not be seen by us");
    }
    Optional<Partition> partition =
        table.get().shape().partitions().stream()
            .filter(one -> one.name().equals(subject.name()))
            .findFirst()
            .map(one -> measured(subject, one));
    return refusal(subject, table.get(), partition)
        .<PlanOutcome>map(Refused::new)
        .orElseGet(() -> planned(subject, table.get(), partition.orElseThrow(), requested));
  }

  private Partition measured(Subject subject, Partition partition) {
    ByteSize fileSize = look.fileSize(subject.table(), subject.name());
    return new Partition(partition.name(), partition.rowsEstimate(), fileSize);
  }

  private static Optional<String> refusal(
      Subject subject, TableDescription table, Optional<Partition> partition) {
    if (partition.isEmpty()) {
      String there =
          table.shape().partitions().stream()
              .map(Partition::name)
              .limit(20)
              .collect(Collectors.joining(", "));
      return Optional.of(
          subject
              + " is no partition (expected: "
              + (there.isEmpty() ? "a table with partitions" : "one of " + there)
              + ")");
    }
    if (subject.name().contains("/")) {
      return Optional.of(
          subject + " is a part of a partition (expected: one that is not divided further)");
    }
    if (!table.isFilePerTable()) {
      return Optional.of(subject + " does not lie in a file of its own");
    }
    return copyOf(subject).table().length() > NAME_MAX
        ? Optional.of(copyOf(subject) + " is too long a name (expected: at most " + NAME_MAX + ")")
        : Optional.empty();
  }

  private PlanOutcome planned(
      Subject subject,
      TableDescription table,
      Partition partition,
      Optional<ShrinkMethod> requested) {
    boolean isEmpty = look.isEmpty(subject.table(), subject.name());
    ShrinkMethod method =
        isEmpty ? ShrinkMethod.TRUNCATE_PARTITION : ShrinkMethod.EXCHANGE_PARTITION;
    if (requested.isPresent() && requested.get() != method) {
      return new Refused(
          requested.get().word()
              + " does not fit "
              + subject
              + ", which "
              + (isEmpty ? "is empty" : "has rows")
              + " (expected: "
              + method.word()
              + ")");
    }
    return new Planned(
        new ShrinkPlan(
            subject,
            method,
            isEmpty ? truncation(subject) : exchange(subject, table.shape()),
            reasons(isEmpty),
            facts(subject, table, partition),
            isEmpty ? emptied(partition) : estimate(subject, table, partition),
            methods.clientWaitMax(),
            clock.instant()));
  }

  /**
   * A truncation gives the partition another file: it would be another plan of a new definition.
   */
  private static TableFacts facts(Subject subject, TableDescription table, Partition partition) {
    return new TableFacts(
        new Tablespace(subject, partition.fileSize(), ByteSize.ZERO, partition.rowsEstimate()),
        table.facts().definition(),
        List.of(),
        table.facts().referencedBy(),
        table.facts().serverVersion());
  }

  private static Estimate emptied(Partition partition) {
    ByteSize gain = partition.fileSize().minus(EMPTY);
    return new Estimate(
        gain.bytes() < 0 ? ByteSize.ZERO : gain,
        EMPTY,
        CUT_OVER,
        "the size of its file, in which there are no rows");
  }

  private Estimate estimate(Subject subject, TableDescription table, Partition partition) {
    TableDescription alone =
        new TableDescription(
            facts(subject, table, partition),
            table.kind(),
            table.engine(),
            true,
            table.rowFormat(),
            table.rowBytes(),
            table.secondaryKeyBytes(),
            table.secondaryKeys(),
            table.shape());
    Estimate estimate =
        Estimator.estimate(
            alone,
            ShrinkMethod.SHADOW_COPY,
            "partitions are measured with their tables",
            clock.instant());
    return new Estimate(
        estimate.reclaimable(), estimate.temporaryDisk(), CUT_OVER, estimate.basis());
  }

  private static List<String> reasons(boolean isEmpty) {
    return isEmpty
        ? List.of(
            "It has no rows. That is looked at again under the lock, when nobody has a view of the"
                + " past any more in which there were some.",
            "If it has expired, ALTER TABLE … DROP PARTITION is for whoever owns the table.")
        : List.of(
            "The other partitions are left alone.",
            "It is copied while everybody goes on; rows of it that change meanwhile make it begin"
                + " anew, so it suits partitions that are not written to any more.",
            "Under the lock its rows are read once more, and it is exchanged if they are those of"
                + " the copy. How long that takes is found out before anything is written; if it"
                + " does not fit, nothing is done.");
  }

  private static List<String> truncation(Subject subject) {
    String table = subject.table().quoted();
    return List.of(
        "LOCK TABLES " + table + " WRITE",
        "SELECT 1 FROM " + from(subject) + " LIMIT 1",
        "ALTER TABLE " + table + " TRUNCATE PARTITION " + quoted(subject.name()),
        "UNLOCK TABLES");
  }

  private static List<String> exchange(Subject subject, TableShape shape) {
    String table = subject.table().quoted();
    String copy = copyOf(subject).quoted();
    String columns =
        shape.columns().stream()
            .filter(column -> !column.isGenerated())
            .map(Column::name)
            .map(PartitionPlanner::quoted)
            .collect(Collectors.joining(", "));
    return List.of(
        "CREATE DATABASE IF NOT EXISTS `" + CopyTable.SHADOWS + "`",
        "CREATE TABLE " + copy + " LIKE " + table,
        "ALTER TABLE " + copy + " REMOVE PARTITIONING",
        "INSERT INTO " + copy + " (" + columns + ") SELECT " + columns + " FROM " + from(subject),
        "LOCK TABLES " + table + " WRITE, " + copy + " WRITE",
        "ALTER TABLE "
            + table
            + " EXCHANGE PARTITION "
            + quoted(subject.name())
            + " WITH TABLE "
            + copy
            + " WITHOUT VALIDATION",
        "UNLOCK TABLES",
        "DROP TABLE " + copy);
  }

  private static String from(Subject subject) {
    return subject.table().quoted() + " PARTITION (" + quoted(subject.name()) + ")";
  }

  private static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}
