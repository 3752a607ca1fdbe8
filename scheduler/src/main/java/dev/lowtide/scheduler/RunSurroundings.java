package dev.lowtide.scheduler;

import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.SessionPhase;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.SessionsUnknownException;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.ActiveRun.StopCause;
import dev.lowtide.scheduler.execute.Surroundings;
import dev.lowtide.scheduler.ledger.Reaches;
import dev.lowtide.scheduler.quiet.QuietVerdict;
import dev.lowtide.scheduler.quiet.QuietVerdict.Blind;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What an attempt may know of the rest. Safe for any thread. */
final class RunSurroundings implements Surroundings {

  private final Observer observer;
  private final ActiveRun active;
  private final Reaches reaches;
  private final NanoClock clock;
  private final Duration signalAgeMax;

  RunSurroundings(
      Observer observer,
      ActiveRun active,
      Reaches reaches,
      NanoClock clock,
      Duration signalAgeMax) {
    this.observer = observer;
    this.active = active;
    this.reaches = reaches;
    this.clock = clock;
    this.signalAgeMax = signalAgeMax;
  }

  @Override
  public QuietVerdict load() {
    Observation latest = observer.latest();
    Duration age = Duration.ofNanos(clock.nanos() - latest.atNanos());
    return age.compareTo(signalAgeMax) > 0
        ? new Blind("the last look is " + age.toSeconds() + " s old", age)
        : latest.verdict();
  }

  @Override
  public Set<Long> threadsWithoutReadView() throws InterruptedException {
    try {
      return observer.sessionsNow().stream()
          .filter(RunSurroundings::hasNoReadView)
          .map(SessionSnapshot::serverThreadId)
          .collect(Collectors.toSet());
    } catch (SessionsUnknownException e) {
      return Set.of();
    }
  }

  @Override
  public List<Reach> reaches(List<TableName> tables) {
    return reaches.reaches(tables);
  }

  @Override
  public boolean isStopRequested() {
    return active.stopCause() != StopCause.NONE;
  }

  /** Known for certain only between statements, in a session that can be followed. */
  private static boolean hasNoReadView(SessionSnapshot session) {
    boolean isBetweenStatements =
        session.phase() == SessionPhase.READY && session.command() == null;
    return isBetweenStatements
        && switch (session.transaction().state()) {
          case NONE, ARMED, EMPTY -> true;
          case ACTIVE, UNKNOWN -> false;
        };
  }
}
