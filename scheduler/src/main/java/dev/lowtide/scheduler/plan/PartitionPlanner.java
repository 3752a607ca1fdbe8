package dev.lowtide.scheduler.plan;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.plan.PlanOutcome.Planned;
import dev.lowtide.scheduler.plan.PlanOutcome.Refused;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How one partition would be made smaller, and never more than that: truncated if it has no rows,
 * otherwise copied behind live traffic and exchanged for the copy.
 */
public final class PartitionPlanner implements Planner {

  /** Locks, a look into it, and a new file. */
  private static final Duration TRUNCATION = Duration.ofMillis(100);

  /** A new file of one index begins with seven pages. */
  private static final ByteSize EMPTY = new ByteSize(7 * 16_384);

  private static final int BEYOND_ASCII = 0x80;

  private static final List<String> REASONS =
      List.of(
          "The other partitions are left alone; changes of their rows are followed as well, which"
              + " may become changes of this one's.",
          "A shadow of it grows behind live traffic, whatever its size, and every row is compared."
              + " In a quiet moment the two are exchanged.",
          "Its old rows are kept for as long as copy.keepOldFor says. They are not kept in step, and"
              + " there is no way back by revert.");

  private final TablespaceCatalog catalog;
  private final Look look;
  private final MethodPolicy methods;
  private final Estimates estimates;
  private final Clock clock;

  /** Looks into a partition and at its file: of both the server's statistics know little. */
  public interface Look {
    boolean isEmpty(TableName table, String partition);

    ByteSize fileSize(TableName table, String partition);
  }

  /** Guesses or measures what a copy would give back. */
  @FunctionalInterface
  private interface Estimating {
    Estimate of(TableDescription table, ShrinkMethod method);
  }

  public PartitionPlanner(
      TablespaceCatalog catalog,
      Look look,
      MethodPolicy methods,
      Estimates estimates,
      Clock clock) {
    this.catalog = catalog;
    this.look = look;
    this.methods = methods;
    this.estimates = estimates;
    this.clock = clock;
  }

  @Override
  public PlanOutcome plan(Subject subject, Optional<ShrinkMethod> requested) {
    return plan(subject, requested, estimates::of);
  }

  /** What was said of gain and cost stands. */
  @Override
  public PlanOutcome again(ShrinkPlan plan) {
    return plan(plan.subject(), Optional.of(plan.method()), (table, method) -> plan.estimate());
  }

  private PlanOutcome plan(
      Subject subject, Optional<ShrinkMethod> requested, Estimating estimating) {
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
        .orElseGet(
            () -> planned(subject, table.get(), partition.orElseThrow(), requested, estimating));
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
    return subject.toString().chars().allMatch(c -> c < BEYOND_ASCII)
        ? Optional.empty()
        : Optional.of(
            subject
                + " has characters beyond ASCII in its name (expected: none; its file cannot be told"
                + " apart from others yet)");
  }

  private PlanOutcome planned(
      Subject subject,
      TableDescription table,
      Partition partition,
      Optional<ShrinkMethod> requested,
      Estimating estimating) {
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
    return isEmpty
        ? truncation(subject, table, partition)
        : exchange(subject, table, partition, estimating);
  }

  private PlanOutcome truncation(Subject subject, TableDescription table, Partition partition) {
    return new Planned(
        new ShrinkPlan(
            subject,
            ShrinkMethod.TRUNCATE_PARTITION,
            PartitionStatements.truncation(subject),
            List.of(
                "It has no rows. That is looked at again under the lock, when nobody has a view of"
                    + " the past any more in which there were some.",
                "If it has expired, ALTER TABLE … DROP PARTITION is for whoever owns the table."),
            facts(subject, table, partition),
            emptied(partition),
            methods.clientWaitMax(),
            clock.instant()));
  }

  private PlanOutcome exchange(
      Subject subject, TableDescription table, Partition partition, Estimating estimating) {
    List<String> obstacles = CopyObstacles.of(table);
    if (!obstacles.isEmpty()) {
      return new Refused(
          subject + " cannot be copied behind live traffic: " + String.join("; ", obstacles));
    }
    TableDescription alone = alone(subject, table, partition);
    Estimate estimate = estimating.of(alone, ShrinkMethod.SHADOW_COPY);
    List<String> reasons = new ArrayList<>(REASONS);
    estimates.notPurged(estimate, partition.fileSize()).ifPresent(reasons::add);
    return new Planned(
        new ShrinkPlan(
            subject,
            ShrinkMethod.EXCHANGE_PARTITION,
            PartitionStatements.exchange(subject, table.shape(), methods.wayBack()),
            reasons,
            alone.facts(),
            estimate,
            methods.cutOverMax(),
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
        TRUNCATION,
        "the size of its file, in which there are no rows");
  }

  private static TableDescription alone(
      Subject subject, TableDescription table, Partition partition) {
    return new TableDescription(
        facts(subject, table, partition),
        table.kind(),
        table.engine(),
        true,
        table.rowFormat(),
        table.rowBytes(),
        table.secondaryKeyBytes(),
        table.secondaryKeys(),
        table.shape());
  }
}
