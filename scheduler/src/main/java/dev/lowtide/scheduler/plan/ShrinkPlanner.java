package dev.lowtide.scheduler.plan;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.plan.PlanOutcome.Planned;
import dev.lowtide.scheduler.plan.PlanOutcome.Refused;
import dev.lowtide.scheduler.shrink.Candidate;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.Tablespace;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds tables worth shrinking, and says to the letter how one would be shrunk. */
public final class ShrinkPlanner {

  /** The watch acts long before; this is for the case that nobody watches any more. */
  private static final int LOCK_WAIT_MARGIN_SECONDS = 2;

  private static final int BEYOND_ASCII = 0x80;

  private final TablespaceCatalog catalog;
  private final CandidatePolicy policy;
  private final Duration clientWaitMax;
  private final Clock clock;

  public ShrinkPlanner(
      TablespaceCatalog catalog, CandidatePolicy policy, Duration clientWaitMax, Clock clock) {
    this.catalog = catalog;
    this.policy = policy;
    this.clientWaitMax = clientWaitMax;
    this.clock = clock;
  }

  /** Tables worth shrinking, those that give back most first. */
  public List<Candidate> candidates() {
    List<Candidate> candidates = new ArrayList<>();
    for (Tablespace tablespace :
        catalog.tablespaces(policy.fileSizeMin()).stream().limit(policy.tablesMax()).toList()) {
      catalog
          .describe(tablespace.table())
          .map(ShrinkPlanner::candidate)
          .filter(policy::isWorthwhile)
          .ifPresent(candidates::add);
    }
    candidates.sort(
        Comparator.comparing((Candidate candidate) -> candidate.estimate().reclaimable())
            .reversed());
    return candidates;
  }

  private static Candidate candidate(TableDescription table) {
    return new Candidate(table.facts().tablespace(), Estimator.estimate(table));
  }

  public PlanOutcome plan(TableName table) {
    if (!table.toString().chars().allMatch(c -> c < BEYOND_ASCII)) {
      return new Refused(
          "table "
              + table
              + " has characters beyond ASCII in its name (expected: none; its files cannot be told"
              + " apart from others yet)");
    }
    Optional<TableDescription> found = catalog.describe(table);
    if (found.isEmpty()) {
      return new Refused("table " + table + " does not exist, or may not be seen by our account");
    }
    TableDescription description = found.get();
    Optional<String> refusal = refusal(description);
    return refusal.isPresent() ? new Refused(refusal.get()) : new Planned(plan(description));
  }

  private Optional<String> refusal(TableDescription table) {
    TableName name = table.facts().tablespace().table();
    if (!table.kind().equals("BASE TABLE")) {
      return Optional.of(name + " is a " + table.kind() + " (expected: a table)");
    }
    if (!table.engine().equalsIgnoreCase("InnoDB")) {
      return Optional.of(name + " has engine " + table.engine() + " (expected: InnoDB)");
    }
    if (!table.isFilePerTable()) {
      return Optional.of(
          name + " does not lie in a file of its own (expected: innodb_file_per_table)");
    }
    MethodGate.Answer copy = MethodGate.copy(catalog.version());
    return copy.isAllowed() ? Optional.empty() : Optional.of(copy.reason());
  }

  private ShrinkPlan plan(TableDescription table) {
    TableName name = table.facts().tablespace().table();
    return new ShrinkPlan(
        name,
        ShrinkMethod.COPY_UNDER_HOLD,
        statements(name),
        reasons(table),
        table.facts(),
        Estimator.estimate(table),
        clientWaitMax,
        clock.instant());
  }

  /**
   * What the rebuilding session says. Time-outs bound every lock it waits for. Checks that writes
   * would have to pass are off because it writes nothing that was not there before.
   */
  private List<String> statements(TableName table) {
    long lockWaitSeconds = clientWaitMax.toSeconds() + LOCK_WAIT_MARGIN_SECONDS;
    return List.of(
        "SET SESSION lock_wait_timeout = " + lockWaitSeconds,
        "SET SESSION foreign_key_checks = 0",
        "SET SESSION sql_mode = ''",
        "ALTER TABLE " + table.quoted() + " FORCE, ALGORITHM=COPY, LOCK=SHARED");
  }

  private List<String> reasons(TableDescription table) {
    ServerVersion version = catalog.version();
    List<String> reasons = new ArrayList<>();
    MethodGate.Answer inPlace = MethodGate.nativeInPlace(version);
    reasons.add(
        inPlace.isAllowed()
            ? inPlace.reason() + " It is not offered yet: writers could not be watched through it."
            : inPlace.reason());
    reasons.add(MethodGate.copy(version).reason());
    reasons.add(
        "Reads go on while it copies; writes to the table wait at the proxy, and it is given up as"
            + " soon as one has waited for "
            + clientWaitMax.toMillis()
            + " ms.");
    List<TableName> referencing = table.facts().referencedBy();
    if (!referencing.isEmpty()) {
      reasons.add(
          "Tables that refer to it by foreign keys are locked with it at the end, and waited for: "
              + referencing.stream().map(TableName::toString).collect(Collectors.joining(", "))
              + ".");
    }
    if (!policy.isWorthwhile(candidate(table))) {
      reasons.add("There is little to gain; it would not have been proposed.");
    }
    return reasons;
  }
}
