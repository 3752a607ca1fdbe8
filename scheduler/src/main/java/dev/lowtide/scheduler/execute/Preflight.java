package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.List;

/** All checks, one after the other. Serves the dry run and the start of an attempt alike. */
public final class Preflight {

  private static final List<PreflightCheck> CHECKS =
      List.of(
          new RightsCheck(),
          new WritableServerCheck(),
          new InstrumentsCheck(),
          new ReplicasCheck(),
          new ClusterCheck(),
          new OtherDefinitionsCheck(),
          new CutOverCheck(),
          new DiskCheck());

  private final ServerFacts.Source source;

  public Preflight(ServerFacts.Source source) {
    this.source = source;
  }

  public List<CheckResult> check(ShrinkPlan plan) {
    ServerFacts facts = source.read();
    return CHECKS.stream().map(check -> check.check(plan, facts)).toList();
  }
}
