package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All checks, one after the other. Serves the dry run and the start of an attempt alike. */
public final class Preflight {

  private final ServerFacts.Source source;
  private final PreflightPolicy policy;
  private final VersionCheck version = new VersionCheck();

  private final Map<ShrinkMethod, KindChecks> ofKinds;

  public Preflight(ServerFacts.Source source, PreflightPolicy policy) {
    this(source, policy, Map.of());
  }

  /**
   * @param ofKinds what else must be so for ways that make no table anew
   */
  public Preflight(
      ServerFacts.Source source, PreflightPolicy policy, Map<ShrinkMethod, KindChecks> ofKinds) {
    this.source = source;
    this.policy = policy;
    this.ofKinds = Map.copyOf(ofKinds);
  }

  /** Of a server that is not known, nothing else is believed. */
  public List<CheckResult> check(ShrinkPlan plan) {
    ServerFacts facts = source.read(plan);
    CheckResult known = version.check(plan, facts);
    if (!known.isPassed()) {
      return List.of(known);
    }
    List<CheckResult> results = new ArrayList<>();
    results.add(known);
    checks(plan).forEach(check -> results.add(check.check(plan, facts)));
    results.addAll(ofKinds.getOrDefault(plan.method(), asked -> List.of()).check(plan));
    return results;
  }

  private Stream<PreflightCheck> checks(ShrinkPlan plan) {
    return plan.method().isOfTables() || plan.method().isCopy()
        ? Stream.of(ofServer(), ofTable(), ofMethod(plan)).flatMap(List::stream)
        : Stream.of(ofServer(), List.of(new DiskCheck(policy)), ofPart(plan)).flatMap(List::stream);
  }

  private static List<PreflightCheck> ofPart(ShrinkPlan plan) {
    return plan.method() == ShrinkMethod.TRUNCATE_PARTITION
        ? List.of(new OwnSchemasCheck(), new SystemSchemasCheck(), new PartitionReplicasCheck())
        : List.of();
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
        new CloneCheck());
  }

  private List<PreflightCheck> ofTable() {
    return List.of(
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
      case EXCHANGE_PARTITION -> CopyChecks.ofPartition(policy);
      case UNDO_TRUNCATE, TRUNCATE_PARTITION, DROP_TABLESPACE, PURGE_BINARY_LOGS ->
          throw plan.method().notOfTables();
    };
  }
}
