package dev.lowtide.scheduler.space;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.plan.PlanOutcome;
import dev.lowtide.scheduler.plan.PlanOutcome.Planned;
import dev.lowtide.scheduler.plan.PlanOutcome.Refused;
import dev.lowtide.scheduler.plan.Planner;
import dev.lowtide.scheduler.plan.ShrinkPlanner;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Estimate;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.Subject;
import dev.lowtide.scheduler.shrink.TableFacts;
import dev.lowtide.scheduler.shrink.Tablespace;
import dev.lowtide.scheduler.space.SharedServer.Home;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Plans for tables. Whatever lies in a tablespace that it shares moves into a file of its own: a
 * shadow is made without the clause that says where it lies.
 */
public final class MovePlanner implements Planner {

  private final ShrinkPlanner tables;
  private final SharedServer server;

  public MovePlanner(ShrinkPlanner tables, SharedServer server) {
    this.tables = tables;
    this.server = server;
  }

  @Override
  public PlanOutcome plan(Subject subject, Optional<ShrinkMethod> requested) {
    TableName table = subject.table();
    Optional<Home> home = server.homeOf(table);
    if (home.isEmpty()) {
      return tables.plan(table, requested);
    }
    if (requested.isPresent() && requested.get() != ShrinkMethod.SHADOW_COPY) {
      return new Refused(
          table
              + " lies in tablespace "
              + home.get().name()
              + ", where "
              + requested.get().word()
              + " would leave it (expected: shadow-copy)");
    }
    PlanOutcome outcome = tables.planMove(table);
    return outcome instanceof Planned planned
        ? new Planned(moved(planned.plan(), home.get()))
        : outcome;
  }

  @Override
  public PlanOutcome again(ShrinkPlan plan) {
    return server.homeOf(plan.table()).isEmpty()
        ? tables.again(plan)
        : plan(plan.subject(), Optional.of(plan.method()));
  }

  private static ShrinkPlan moved(ShrinkPlan plan, Home home) {
    ByteSize size = home.size();
    List<String> reasons = new ArrayList<>();
    reasons.add(
        "It lies in tablespace "
            + home.name()
            + " and moves into a file of its own. What it leaves there is free for that"
            + " tablespace's other tables; "
            + (home.isSystem()
                ? "the system tablespace itself never becomes smaller."
                : "the file system gets it back when general:"
                    + home.name()
                    + " is dropped, after the old table."));
    reasons.addAll(plan.reasons());
    return new ShrinkPlan(
        plan.subject(),
        plan.method(),
        plan.statements(),
        reasons,
        new TableFacts(
            new Tablespace(
                plan.subject(), size, ByteSize.ZERO, plan.facts().tablespace().rowsEstimate()),
            plan.facts().definition(),
            plan.facts().spaceIds(),
            plan.facts().referencedBy(),
            plan.facts().serverVersion()),
        new Estimate(
            ByteSize.ZERO,
            size.plus(plan.estimate().temporaryDisk()),
            plan.estimate().cutOver(),
            "it takes a file of its own; what it has in "
                + home.name()
                + " by the server's statistics is "
                + size),
        plan.clientWaitMax(),
        plan.madeAt());
  }
}
