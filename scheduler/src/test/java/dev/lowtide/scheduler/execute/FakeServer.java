package dev.lowtide.scheduler.execute;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.execute.RebuildStatement.Ending;
import dev.lowtide.scheduler.execute.RebuildStatement.Ending.Kind;
import dev.lowtide.scheduler.execute.RebuildStatement.Phase;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A server that copies a table in 400 ms, unless a test has it otherwise. */
final class FakeServer implements RebuildServer {

  static final long THREAD = 42;
  static final Duration COPYING_AFTER = Duration.ofMillis(100);
  static final Duration COPIED_AFTER = Duration.ofMillis(400);
  static final Duration KILLED_AFTER = Duration.ofMillis(100);

  final List<Blocked> blocked = new ArrayList<>();
  final Set<Long> readViews = new HashSet<>();
  final Map<TableName, Set<Long>> holders = new HashMap<>();
  final List<Collection<Long>> takenForOurs = new ArrayList<>();
  final Statement statement = new Statement();

  Duration copiedAfter = COPIED_AFTER;

  /** What becomes of the statement when it is killed; null: it does not end. */
  @Nullable Ending onKill = new Ending(Kind.INTERRUPTED, "Query execution was interrupted");

  /** Questions to it fail. */
  boolean isOutOfReach;

  boolean isKillRefused;

  private final ScriptedPace pace;
  private final Chronicle chronicle;

  FakeServer(ScriptedPace pace, Chronicle chronicle) {
    this.pace = pace;
    this.chronicle = chronicle;
  }

  @Override
  public RebuildStatement prepare(ShrinkPlan plan) {
    chronicle.add("prepare");
    return statement;
  }

  @Override
  public List<Blocked> blockedBy(Collection<Long> ourThreads) {
    requireInReach();
    takenForOurs.add(List.copyOf(ourThreads));
    return List.copyOf(blocked);
  }

  @Override
  public Set<Long> readViews(Collection<Long> ourThreads) {
    requireInReach();
    return new HashSet<>(readViews);
  }

  @Override
  public Set<Long> holdersOf(TableName table, Collection<Long> ourThreads) {
    requireInReach();
    return Set.copyOf(holders.getOrDefault(table, Set.of()));
  }

  private void requireInReach() {
    if (isOutOfReach) {
      throw new IllegalStateException("the server does not answer");
    }
  }

  /** The one statement that is ever sent. */
  final class Statement implements RebuildStatement {

    private Phase phase = Phase.STARTING;
    private @Nullable Ending ending;

    @Override
    public long threadId() {
      return THREAD;
    }

    @Override
    public void start() {
      chronicle.add("send");
      pace.in(COPYING_AFTER, () -> phase = Phase.COPYING);
      pace.in(copiedAfter, () -> phase = Phase.AWAITING_CUT_OVER);
    }

    @Override
    public Phase phase() {
      requireInReach();
      return phase;
    }

    @Override
    public ByteSize copied() {
      requireInReach();
      return ByteSize.ofMebibytes(pace.now().toMillis());
    }

    @Override
    public Optional<Ending> ending() {
      return Optional.ofNullable(ending);
    }

    @Override
    public void abort() {
      chronicle.add("kill");
      if (isKillRefused) {
        throw new IllegalStateException("the kill cannot be sent");
      }
      Ending killed = onKill;
      if (killed != null) {
        pace.in(KILLED_AFTER, () -> end(killed.kind(), killed.text()));
      }
    }

    void end(Kind kind, String text) {
      if (ending == null) {
        ending = new Ending(kind, text);
        phase = Phase.ENDED;
      }
    }

    @Override
    public void close() {
      chronicle.add("close statement");
    }
  }
}
