package dev.lowtide.scheduler;

import dev.lowtide.scheduler.copy.CopyRecord;
import dev.lowtide.scheduler.execute.TrafficHold;
import dev.lowtide.scheduler.execute.TruncationWay;
import dev.lowtide.scheduler.execute.Way;
import dev.lowtide.scheduler.mysql.MySqlBinlogServer;
import dev.lowtide.scheduler.mysql.MySqlCatalog;
import dev.lowtide.scheduler.mysql.MySqlOtherSpaces;
import dev.lowtide.scheduler.mysql.MySqlPartitionServer;
import dev.lowtide.scheduler.mysql.MySqlSharedServer;
import dev.lowtide.scheduler.mysql.MySqlUndoServer;
import dev.lowtide.scheduler.mysql.Target;
import dev.lowtide.scheduler.mysql.TargetConfig;
import dev.lowtide.scheduler.plan.Estimates;
import dev.lowtide.scheduler.plan.MethodPolicy;
import dev.lowtide.scheduler.plan.PartitionPlanner;
import dev.lowtide.scheduler.plan.Planner;
import dev.lowtide.scheduler.plan.ShrinkPlanner;
import dev.lowtide.scheduler.plan.Sizes;
import dev.lowtide.scheduler.preflight.KindChecks;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.Space;
import dev.lowtide.scheduler.shrink.SpaceKind;
import dev.lowtide.scheduler.shrink.Subject;
import dev.lowtide.scheduler.space.BinlogPlanner;
import dev.lowtide.scheduler.space.DeedWay;
import dev.lowtide.scheduler.space.GeneralPlanner;
import dev.lowtide.scheduler.space.Kinds;
import dev.lowtide.scheduler.space.MovePlanner;
import dev.lowtide.scheduler.space.SpaceCatalog;
import dev.lowtide.scheduler.space.UndoChecks;
import dev.lowtide.scheduler.space.UndoPlanner;
import dev.lowtide.scheduler.space.UndoTidying;
import dev.lowtide.scheduler.space.UndoWay;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Every kind of space but whole tables, wired once. It has no life of its own. */
final class Spaces {

  private final MySqlCatalog tables;
  private final MySqlUndoServer undo;
  private final MySqlSharedServer shared;
  private final MySqlBinlogServer binlog;
  private final MySqlPartitionServer partitions;
  private final SpaceCatalog catalog;
  private final UndoTidying undoTidying;
  private final GeneralPlanner general;
  private final BinlogPlanner log;
  private final WallPace pace;

  Spaces(
      Target target,
      MySqlCatalog tables,
      TargetConfig config,
      CopyConfig copy,
      Supplier<List<CopyRecord>> copies,
      WallPace pace,
      Clock clock) {
    this.tables = tables;
    this.pace = pace;
    this.undo = new MySqlUndoServer(target);
    this.shared = new MySqlSharedServer(target);
    this.binlog =
        new MySqlBinlogServer(
            target, replicas(config, copy), () -> needingLog(copies, copy), pace::nanos);
    this.partitions = new MySqlPartitionServer(target);
    this.catalog = new SpaceCatalog(undo, shared, binlog, new MySqlOtherSpaces(target), partitions);
    this.undoTidying = new UndoTidying(undo, pace);
    this.general = new GeneralPlanner(shared, this::version, clock);
    this.log = new BinlogPlanner(binlog, this::version, clock);
  }

  private static List<CopyRecord> needingLog(Supplier<List<CopyRecord>> copies, CopyConfig config) {
    return copies.get().stream().filter(copy -> copy.needsLog(config.isKeptInStep())).toList();
  }

  /** Asked with our account. */
  private static List<TargetConfig> replicas(TargetConfig target, CopyConfig copy) {
    return copy.replicas().stream()
        .map(replica -> target.at(replica.host(), replica.port()))
        .toList();
  }

  Planner planner(ShrinkPlanner ofTables, Estimates estimates, MethodPolicy methods, Clock clock) {
    MovePlanner whole = new MovePlanner(ofTables, shared);
    return new Kinds(
        Map.of(
            SpaceKind.TABLE,
            whole,
            SpaceKind.FULLTEXT,
            (subject, method) -> whole.plan(Subject.of(subject.table()), method),
            SpaceKind.PARTITION,
            new PartitionPlanner(tables, partitions, methods, estimates, clock),
            SpaceKind.UNDO,
            new UndoPlanner(undo, this::version, clock),
            SpaceKind.GENERAL,
            general,
            SpaceKind.BINLOG,
            log));
  }

  Map<ShrinkMethod, KindChecks> checks() {
    return Map.of(
        ShrinkMethod.UNDO_TRUNCATE,
        new UndoChecks(undo),
        ShrinkMethod.DROP_TABLESPACE,
        general,
        ShrinkMethod.PURGE_BINARY_LOGS,
        log);
  }

  /** Together with those for whole tables. */
  Map<ShrinkMethod, Way> ways(Map<ShrinkMethod, Way> ofTables, TrafficHold traffic) {
    Map<ShrinkMethod, Way> ways = new EnumMap<>(ofTables);
    TruncationWay ofPartitions = new TruncationWay(partitions, traffic, pace);
    ways.put(ShrinkMethod.UNDO_TRUNCATE, new UndoWay(undo, undoTidying, pace));
    ways.put(ShrinkMethod.TRUNCATE_PARTITION, ofPartitions);
    ways.put(ShrinkMethod.DROP_TABLESPACE, new DeedWay(shared, pace));
    ways.put(ShrinkMethod.PURGE_BINARY_LOGS, new DeedWay(binlog, pace));
    return ways;
  }

  /** After an attempt that nobody ended. */
  String tidy(ShrinkPlan plan) throws InterruptedException {
    return plan.method() == ShrinkMethod.UNDO_TRUNCATE
        ? undoTidying.tidy(plan)
        : "what it does happens whole or not at all";
  }

  List<Space> list() {
    return catalog.list();
  }

  Sizes sizes() {
    Sizes ofTables = Sizes.ofTables(tables);
    return subject -> subject.isTable() ? ofTables.of(subject) : catalog.of(subject);
  }

  private String version() {
    return tables.version().toString();
  }
}
