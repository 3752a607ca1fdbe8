package dev.lowtide.scheduler.space;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.plan.PlanOutcome;
import dev.lowtide.scheduler.plan.PlanOutcome.Planned;
import dev.lowtide.scheduler.plan.PlanOutcome.Refused;
import dev.lowtide.scheduler.plan.Planner;
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
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** How undo tablespaces would be truncated, one after the other. */
public final class UndoPlanner implements Planner {

  /** The server refuses with error 3655 to go below. */
  static final int ACTIVE_MIN = 2;

  private final UndoServer server;
  private final Supplier<String> version;
  private final Clock clock;

  public UndoPlanner(UndoServer server, Supplier<String> version, Clock clock) {
    this.server = server;
    this.version = version;
    this.clock = clock;
  }

  @Override
  public PlanOutcome plan(Subject subject, Optional<ShrinkMethod> requested) {
    List<UndoSpace> active =
        server.spaces().stream().filter(space -> space.isActive() && !space.isHelper()).toList();
    List<UndoSpace> meant =
        active.stream()
            .filter(space -> subject.isAll() || space.name().equals(subject.name()))
            .toList();
    if (meant.isEmpty()) {
      return new Refused(
          subject
              + " is no active undo tablespace (expected: "
              + (active.isEmpty() ? "one of MySQL 8.0.14 or later" : names(active))
              + ")");
    }
    ByteSize reclaimable = reclaimable(meant);
    if (reclaimable.bytes() == 0) {
      return new Refused(
          names(meant) + " cannot become smaller: a truncated one has " + UndoSpace.TRUNCATED);
    }
    return new Planned(plan(subject, active, meant, reclaimable));
  }

  private ShrinkPlan plan(
      Subject subject, List<UndoSpace> active, List<UndoSpace> meant, ByteSize reclaimable) {
    boolean needsHelper = active.size() <= ACTIVE_MIN;
    return new ShrinkPlan(
        subject,
        ShrinkMethod.UNDO_TRUNCATE,
        statements(meant, needsHelper),
        reasons(active, needsHelper),
        new TableFacts(
            new Tablespace(subject, size(meant), ByteSize.ZERO, 0),
            "active undo tablespaces: " + names(active),
            List.of(),
            List.of(),
            version.get()),
        new Estimate(
            reclaimable,
            needsHelper ? UndoSpace.TRUNCATED : ByteSize.ZERO,
            Duration.ZERO,
            "the sizes of their files, and " + UndoSpace.TRUNCATED + " for a truncated one"),
        Duration.ZERO,
        clock.instant());
  }

  private static List<String> statements(List<UndoSpace> meant, boolean needsHelper) {
    List<String> statements = new ArrayList<>();
    if (needsHelper) {
      statements.add(create());
    }
    for (UndoSpace space : meant) {
      statements.add(setInactive(space.name()));
      statements.add("-- until INNODB_TABLESPACES says that it is empty");
      statements.add(setActive(space.name()));
    }
    if (needsHelper) {
      statements.add(setInactive(UndoSpace.HELPER));
      statements.add("-- until INNODB_TABLESPACES says that it is empty");
      statements.add(drop());
    }
    return statements;
  }

  /** The same statements as the server gets. */
  public static String create() {
    return "CREATE UNDO TABLESPACE `lowtide_undo` ADD DATAFILE 'lowtide_undo.ibu'";
  }

  public static String drop() {
    return "DROP UNDO TABLESPACE `lowtide_undo`";
  }

  public static String setInactive(String name) {
    return "ALTER UNDO TABLESPACE " + TableName.quoted(name) + " SET INACTIVE";
  }

  public static String setActive(String name) {
    return "ALTER UNDO TABLESPACE " + TableName.quoted(name) + " SET ACTIVE";
  }

  private List<String> reasons(List<UndoSpace> active, boolean needsHelper) {
    List<String> reasons = new ArrayList<>();
    reasons.add(
        "An undo tablespace that is inactive takes no new transactions, and is truncated when no"
            + " undo log in it is needed any more; one at a time, because truncating flushes"
            + " pages.");
    if (needsHelper) {
      reasons.add(
          active.size()
              + " are active, and the server keeps at least "
              + ACTIVE_MIN
              + " (error 3655): one of ours, "
              + UndoSpace.HELPER
              + ", stands in for each and is dropped at the end.");
    }
    reasons.add(server.automatic());
    reasons.add("Now " + server.backlog().text() + ".");
    return reasons;
  }

  private static ByteSize reclaimable(List<UndoSpace> spaces) {
    return new ByteSize(
        spaces.stream()
            .mapToLong(space -> space.fileSize().minus(UndoSpace.TRUNCATED).bytes())
            .filter(bytes -> bytes > 0)
            .sum());
  }

  static ByteSize size(List<UndoSpace> spaces) {
    return spaces.stream().map(UndoSpace::fileSize).reduce(ByteSize.ZERO, ByteSize::plus);
  }

  static String names(List<UndoSpace> spaces) {
    return spaces.stream().map(UndoSpace::name).sorted().collect(Collectors.joining(", "));
  }
}
