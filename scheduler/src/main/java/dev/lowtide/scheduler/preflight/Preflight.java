package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.List;
import java.util.stream.Stream;

/** All checks, one after the other. Serves the dry run and the start of an attempt alike. */
public final class Preflight {

  private final ServerFacts.Source source;
  private final PreflightPolicy policy;
  private final VersionCheck version = new VersionCheck();

  public Preflight(ServerFacts.Source source, PreflightPolicy policy) {
    this.source = source;
    this.policy = policy;
  }

  /** Of a server that is not known, nothing else is believed. */
  public List<CheckResult> check(ShrinkPlan plan) {
    ServerFacts facts = source.read(plan);
    CheckResult known = version.check(plan, facts);
    if (!known.isPassed()) {
      return List.of(known);
    }
    Stream<PreflightCheck> checks = Stream.concat(ofServer().stream(), ofMethod(plan).stream());
    return Stream.concat(Stream.of(known), checks.map(check -> check.check(plan, facts))).toList();
  }

  private List<PreflightCheck> ofServer() {
    return List.of(
        new SightCheck(),
        new RightsCheck(),
        new WritableServerCheck(),
        new OfflineModeCheck(),
        new InnodbWritableCheck(),
        new RedoLogCheck(),
        new PerformanceSchemaCheck(),
        new InstrumentsCheck(),
        new GroupReplicationCheck(),
        new GaleraCheck(),
        new NdbCheck(),
        new OtherDefinitionsCheck(),
        new BackupCheck(),
        new CloneCheck(),
        new OwnSchemasCheck(),
        new SystemSchemasCheck(),
        new SecondaryEngineCheck(),
        new InstantColumnsCheck(),
        new LockedTableCheck(),
        new CutOverCheck(),
        new DiskCheck(policy));
  }

  private List<PreflightCheck> ofMethod(ShrinkPlan plan) {
    return switch (plan.method()) {
      case COPY_UNDER_HOLD -> List.of(new ReplicasCheck());
      case SHADOW_COPY -> CopyChecks.of(policy);
    };
  }
}
