package dev.lowtide.scheduler.space;

import dev.lowtide.scheduler.copy.LogFiles;
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
import dev.lowtide.scheduler.shrink.SpaceKind;
import dev.lowtide.scheduler.shrink.Subject;
import dev.lowtide.scheduler.shrink.TableFacts;
import dev.lowtide.scheduler.shrink.Tablespace;
import dev.lowtide.scheduler.space.BinlogServer.Need;
import dev.lowtide.scheduler.space.BinlogServer.Reader;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Which files of the binary log nobody needs who is known. A person names the file up to which they
 * go, or takes all that may go; and a person approves, whatever the configuration says.
 */
public final class BinlogPlanner implements Planner, KindChecks {

  private static final String UNKNOWN =
      "What nobody here knows of needs its files too: replicas that are not connected, other"
          + " readers of the log, and whoever restores to a point in time from a backup.";

  private final BinlogServer server;
  private final Supplier<String> version;
  private final Clock clock;

  public BinlogPlanner(BinlogServer server, Supplier<String> version, Clock clock) {
    this.server = server;
    this.version = version;
    this.clock = clock;
  }

  @Override
  public PlanOutcome plan(Subject subject, Optional<ShrinkMethod> requested) {
    // In this order: a file that is begun in between is among the files then.
    List<Need> needs = server.needs();
    LogFiles files = server.files();
    if (files.files().size() < 2) {
      return new Refused("there is only the file of the binary log that is written to");
    }
    Optional<Need> unlisted = needs.stream().filter(need -> isUnlisted(need, files)).findFirst();
    if (unlisted.isPresent()) {
      return new Refused(
          unlisted.get().who()
              + " needs "
              + unlisted.get().file()
              + ", which is no file of the binary log (expected: one of SHOW BINARY LOGS)");
    }
    String oldestNeeded = oldestNeeded(needs, files);
    String upTo = subject.isAll() ? oldestNeeded : subject.name();
    if (!files.has(upTo)) {
      return new Refused(
          upTo
              + " is no file of the binary log (expected: one after "
              + files.files().get(0).name()
              + ", up to "
              + oldestNeeded
              + ")");
    }
    if (place(oldestNeeded, files) < place(upTo, files)) {
      return new Refused(
          "files before " + upTo + " are needed yet (expected: at most " + oldestNeeded + ")");
    }
    ByteSize gain = before(files, upTo);
    return gain.bytes() == 0
        ? new Refused("nothing is older than " + upTo + ", the oldest file that is needed")
        : new Planned(plan(Subject.of(SpaceKind.BINLOG, upTo), upTo, needs, files, gain));
  }

  /** What it needs is gone already, or is the log of another server. */
  private static boolean isUnlisted(Need need, LogFiles files) {
    return !need.file().isEmpty() && !files.has(need.file());
  }

  /** About the very file, so that it stays what was approved when others come after it. */
  private ShrinkPlan plan(
      Subject subject, String upTo, List<Need> needs, LogFiles files, ByteSize gain) {
    return new ShrinkPlan(
        subject,
        ShrinkMethod.PURGE_BINARY_LOGS,
        List.of("PURGE BINARY LOGS TO '" + upTo + "'"),
        reasons(needs, files),
        new TableFacts(
            new Tablespace(subject, size(files), ByteSize.ZERO, 0),
            "binary log up to " + upTo,
            List.of(),
            List.of(),
            version.get()),
        new Estimate(gain, ByteSize.ZERO, Duration.ZERO, "the sizes of the files that go"),
        Duration.ZERO,
        clock.instant());
  }

  private static List<String> reasons(List<Need> needs, LogFiles files) {
    List<String> reasons = new ArrayList<>();
    for (Need need : needs) {
      reasons.add(
          need.file().isEmpty()
              ? need.who() + " does not say what it needs."
              : need.who() + " needs " + need.file() + " and what comes after it.");
    }
    reasons.add(
        files.expiresAfter().isZero()
            ? "The server removes no file by itself (binlog_expire_logs_seconds = 0, or"
                + " binlog_expire_logs_auto_purge = OFF)."
            : "By itself the server removes files that are older than "
                + files.expiresAfter().toHours()
                + " h (binlog_expire_logs_seconds).");
    reasons.add(UNKNOWN);
    return reasons;
  }

  /**
   * Each reader must be one of those that are asked. Their numbers say nothing: one that is asked
   * may not read at the moment, while somebody else does.
   */
  @Override
  public List<CheckResult> check(ShrinkPlan plan) {
    List<Need> needs = server.needs();
    List<String> asked = needs.stream().filter(Need::isReplica).map(Need::server).toList();
    List<Reader> readers = server.readers();
    List<String> strangers =
        readers.stream()
            .filter(reader -> !asked.contains(reader.server()))
            .map(Reader::who)
            .toList();
    List<String> silent =
        needs.stream().filter(need -> need.file().isEmpty()).map(Need::who).toList();
    String seen =
        readers.size() + " sessions read the binary log, " + asked.size() + " replicas are asked";
    if (!strangers.isEmpty()) {
      return List.of(
          CheckResult.refused(
              "binlog-readers",
              seen
                  + ", and these are none of them: "
                  + String.join(", ", strangers)
                  + " (expected: each of them named in target.replicas)"));
    }
    return List.of(
        silent.isEmpty()
            ? CheckResult.passed("binlog-readers", seen)
            : CheckResult.refusedForNow(
                "binlog-readers", String.join(", ", silent) + " cannot be asked what is needed"));
  }

  /** Nobody's answer is that all is needed. */
  private static String oldestNeeded(List<Need> needs, LogFiles files) {
    int oldest = files.files().size() - 1;
    for (Need need : needs) {
      oldest = Math.min(oldest, need.file().isEmpty() ? 0 : place(need.file(), files));
    }
    return files.files().get(oldest).name();
  }

  private static ByteSize before(LogFiles files, String upTo) {
    return new ByteSize(
        files.files().stream().limit(place(upTo, files)).mapToLong(LogFiles.File::bytes).sum());
  }

  /**
   * The server's own order. Names do not tell: a server whose log_bin was changed goes on with the
   * same list.
   */
  private static int place(String name, LogFiles files) {
    return files.files().stream().map(LogFiles.File::name).toList().indexOf(name);
  }

  static ByteSize size(LogFiles files) {
    return new ByteSize(files.files().stream().mapToLong(LogFiles.File::bytes).sum());
  }
}
