package dev.lowtide.scheduler.space;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.plan.PlanOutcome;
import dev.lowtide.scheduler.plan.PlanOutcome.Planned;
import dev.lowtide.scheduler.plan.PlanOutcome.Refused;
import dev.lowtide.scheduler.plan.Planner;
import dev.lowtide.scheduler.preflight.KindChecks;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.CheckResult;
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
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * How a general tablespace would be given back. Its file never shrinks: its tables move out, one
 * run each and behind live traffic, and then it is dropped.
 */
public final class GeneralPlanner implements Planner, KindChecks {

  private final SharedServer server;
  private final Supplier<String> version;
  private final Clock clock;

  public GeneralPlanner(SharedServer server, Supplier<String> version, Clock clock) {
    this.server = server;
    this.version = version;
    this.clock = clock;
  }

  @Override
  public PlanOutcome plan(Subject subject, Optional<ShrinkMethod> requested) {
    Optional<SharedSpace> found = find(subject);
    if (found.isEmpty()) {
      return new Refused(
          subject
              + " is no general tablespace (expected: "
              + (names().isEmpty() ? "one; there is none" : "one of " + names())
              + ")");
    }
    return new Planned(plan(subject, found.get()));
  }

  private String names() {
    return server.spaces().stream()
        .filter(space -> !space.isSystem())
        .map(SharedSpace::name)
        .collect(Collectors.joining(", "));
  }

  private ShrinkPlan plan(Subject subject, SharedSpace space) {
    return new ShrinkPlan(
        subject,
        ShrinkMethod.DROP_TABLESPACE,
        List.of("DROP TABLESPACE " + TableName.quoted(space.name())),
        reasons(space),
        new TableFacts(
            new Tablespace(subject, space.fileSize(), ByteSize.ZERO, 0),
            "general tablespace " + space.name(),
            List.of(),
            List.of(),
            version.get()),
        new Estimate(
            space.fileSize(), ByteSize.ZERO, Duration.ZERO, "the size of its file, all of it"),
        Duration.ZERO,
        clock.instant());
  }

  private static List<String> reasons(SharedSpace space) {
    List<String> reasons = new ArrayList<>();
    reasons.add(
        "The file of a general tablespace never becomes smaller. What is deleted in it is free for"
            + " its own tables only; the file system gets it back when the tablespace is dropped.");
    if (!space.tables().isEmpty()) {
      reasons.add(
          "Its tables move out first, by a run each, into files of their own: "
              + space.tenants()
              + ". Old tables that copies have left lie in it too, until they are dropped.");
      reasons.add(
          "Who wants to keep one tablespace for all of them makes a new one, and moves each with"
              + " ALTER TABLE … TABLESPACE: its clients wait for that.");
    }
    return reasons;
  }

  @Override
  public List<CheckResult> check(ShrinkPlan plan) {
    Optional<SharedSpace> found = find(plan.subject());
    boolean isEmpty = found.isEmpty() || found.get().tables().isEmpty();
    return List.of(
        isEmpty
            ? CheckResult.passed("tables", plan.subject() + " has no tables")
            : CheckResult.refusedForNow(
                "tables",
                plan.subject()
                    + " has tables: "
                    + found.get().tenants()
                    + " (expected: none; shrink each of them, and drop the old ones)"));
  }

  private Optional<SharedSpace> find(Subject subject) {
    return server.spaces().stream()
        .filter(space -> !space.isSystem() && space.name().equals(subject.name()))
        .findFirst();
  }
}
