package dev.lowtide.scheduler.plan;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.plan.PlanOutcome.Planned;
import dev.lowtide.scheduler.plan.PlanOutcome.Refused;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Candidate;
import dev.lowtide.scheduler.shrink.Estimate;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.Subject;
import dev.lowtide.scheduler.shrink.Tablespace;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Finds tables worth shrinking, and says to the letter how one would be shrunk. */
public final class ShrinkPlanner implements Planner {

  /** The watch acts long before; this is for the case that nobody watches any more. */
  private static final int LOCK_WAIT_MARGIN_SECONDS = 2;

  private static final int BEYOND_ASCII = 0x80;

  private final TablespaceCatalog catalog;
  private final CandidatePolicy policy;
  private final MethodPolicy methods;
  private final Estimates estimates;
  private final Clock clock;

  /** One that cannot measure. */
  public ShrinkPlanner(
      TablespaceCatalog catalog, CandidatePolicy policy, MethodPolicy methods, Clock clock) {
    this(catalog, policy, methods, Estimates.unmeasured(clock), clock);
  }

  public ShrinkPlanner(
      TablespaceCatalog catalog,
      CandidatePolicy policy,
      MethodPolicy methods,
      Estimates estimates,
      Clock clock) {
    this.catalog = catalog;
    this.policy = policy;
    this.methods = methods;
    this.estimates = estimates;
    this.clock = clock;
  }

  /** All tables with files of their own, the largest first. */
  public List<Tablespace> tablespaces() {
    return catalog.tablespaces(ByteSize.ZERO);
  }

  /** A table measured, and whether it is worth shrinking; nothing if it is gone. */
  public Optional<Candidate> candidate(TableName table) {
    return catalog
        .describe(table)
        .map(
            found -> {
              ShrinkMethod method = choice(found, Optional.empty()).method();
              return new Candidate(found.facts().tablespace(), estimates.of(found, method));
            })
        .map(policy::judged);
  }

  /** One that was measured before, by what is known of its future now. */
  public Candidate renewed(Candidate candidate) {
    return policy.judged(
        new Candidate(
            candidate.tablespace(),
            estimates.renewed(candidate.tablespace().table(), candidate.estimate())));
  }

  @Override
  public PlanOutcome plan(Subject subject, Optional<ShrinkMethod> requested) {
    return subject.isTable()
        ? plan(subject.table(), requested)
        : new Refused(subject + " is not a whole table (expected: SCHEMA.TABLE)");
  }

  public PlanOutcome plan(TableName table) {
    return plan(table, Optional.empty());
  }

  /**
   * How this table would be shrunk.
   *
   * @param requested the method that somebody asks for; nothing to have it chosen
   */
  public PlanOutcome plan(TableName table, Optional<ShrinkMethod> requested) {
    return plan(table, requested, estimates::of);
  }

  /** How a candidate would be shrunk; it is not measured again. */
  public PlanOutcome plan(Candidate candidate) {
    return plan(
        candidate.tablespace().table(), Optional.empty(), (table, method) -> candidate.estimate());
  }

  /**
   * A plan made again, from the facts of this moment. Nothing is measured: it takes as long as a
   * few questions, and what was said of gain and cost stands.
   */
  @Override
  public PlanOutcome again(ShrinkPlan plan) {
    return plan(plan.table(), Optional.of(plan.method()), (table, method) -> plan.estimate());
  }

  private PlanOutcome plan(
      TableName table,
      Optional<ShrinkMethod> requested,
      BiFunction<TableDescription, ShrinkMethod, Estimate> estimating) {
    if (requested.isPresent() && !requested.get().isOfTables()) {
      return new Refused(
          requested.get().word()
              + " is no method for table "
              + table
              + " (expected: copy-under-hold or shadow-copy)");
    }
    MethodGate.Answer known = MethodGate.copy(catalog.version());
    if (!known.isAllowed()) {
      return new Refused(known.reason());
    }
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
    Optional<String> refusal = refusal(description).or(() -> refusal(description, requested));
    return refusal.isPresent()
        ? new Refused(refusal.get())
        : new Planned(plan(description, choice(description, requested), estimating));
  }

  /** How a table would move into a file of its own from a tablespace that it shares. */
  public PlanOutcome planMove(TableName table) {
    Optional<TableDescription> found = catalog.describe(table);
    if (found.isEmpty()) {
      return new Refused("table " + table + " does not exist, or may not be seen by our account");
    }
    List<String> obstacles = CopyObstacles.of(found.get());
    if (!obstacles.isEmpty()) {
      return new Refused(
          table
              + " cannot be copied behind live traffic: "
              + String.join("; ", obstacles)
              + " (expected: ALTER TABLE … TABLESPACE = innodb_file_per_table, ALGORITHM=COPY by a"
              + " person, while nobody writes to it)");
    }
    Optional<ShrinkMethod> copy = Optional.of(ShrinkMethod.SHADOW_COPY);
    return new Planned(
        plan(
            found.get(),
            choice(found.get(), copy),
            (there, method) ->
                Estimator.estimate(there, method, "its file is shared", clock.instant())));
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
    return Optional.empty();
  }

  /** What is chosen fits; what is asked for may not. */
  private static Optional<String> refusal(
      TableDescription table, Optional<ShrinkMethod> requested) {
    List<String> obstacles = CopyObstacles.of(table);
    return requested
        .filter(method -> method == ShrinkMethod.SHADOW_COPY && !obstacles.isEmpty())
        .map(
            method ->
                table.facts().tablespace().table()
                    + " cannot be copied behind live traffic: "
                    + String.join("; ", obstacles)
                    + " (expected: the method copy-under-hold)");
  }

  private MethodChoice choice(TableDescription table, Optional<ShrinkMethod> requested) {
    return MethodChoice.of(table, requested, methods, catalog.version());
  }

  private ShrinkPlan plan(
      TableDescription table,
      MethodChoice choice,
      BiFunction<TableDescription, ShrinkMethod, Estimate> estimating) {
    TableName name = table.facts().tablespace().table();
    Estimate estimate = estimating.apply(table, choice.method());
    return new ShrinkPlan(
        name,
        choice.method(),
        statements(table, choice.method()),
        reasons(table, choice, estimate),
        table.facts(),
        estimate,
        clientWaitMax(choice.method()),
        clock.instant());
  }

  private Duration clientWaitMax(ShrinkMethod method) {
    return switch (method) {
      case COPY_UNDER_HOLD -> methods.clientWaitMax();
      case SHADOW_COPY -> methods.cutOverMax();
      default -> throw method.notOfTables();
    };
  }

  private List<String> statements(TableDescription table, ShrinkMethod method) {
    TableName name = table.facts().tablespace().table();
    return switch (method) {
      case COPY_UNDER_HOLD -> rebuild(name);
      case SHADOW_COPY -> CopyStatements.of(name, table.shape(), methods.wayBack());
      default -> throw method.notOfTables();
    };
  }

  /**
   * What the rebuilding session says. Time-outs bound every lock it waits for. Checks that writes
   * would have to pass are off because it writes nothing that was not there before.
   */
  private List<String> rebuild(TableName table) {
    long lockWaitSeconds = methods.clientWaitMax().toSeconds() + LOCK_WAIT_MARGIN_SECONDS;
    return List.of(
        "SET SESSION lock_wait_timeout = " + lockWaitSeconds,
        "SET SESSION foreign_key_checks = 0",
        "SET SESSION sql_mode = ''",
        "ALTER TABLE " + table.quoted() + " FORCE, ALGORITHM=COPY, LOCK=SHARED");
  }

  private List<String> reasons(TableDescription table, MethodChoice choice, Estimate estimate) {
    List<String> reasons = new ArrayList<>(choice.reasons());
    List<TableName> referencing = table.facts().referencedBy();
    if (!referencing.isEmpty()) {
      reasons.add(
          "Tables that refer to it by foreign keys are locked with it at the end, and waited for: "
              + referencing.stream().map(TableName::toString).collect(Collectors.joining(", "))
              + ".");
    }
    policy
        .whyNot(new Candidate(table.facts().tablespace(), estimate))
        .ifPresent(why -> reasons.add("It would not have been proposed: " + why + "."));
    estimates.notPurged(estimate, table.facts().tablespace().fileSize()).ifPresent(reasons::add);
    reasons.addAll(Advice.on(table));
    return reasons;
  }
}
