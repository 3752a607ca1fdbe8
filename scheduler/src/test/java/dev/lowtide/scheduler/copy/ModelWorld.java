package dev.lowtide.scheduler.copy;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.shrink.AbortReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A copy's surroundings in memory, in which time passes when somebody waits, calls fail, and a
 * crash can come at any of them. After each call it is checked that nothing is lost.
 */
final class ModelWorld implements Pace, CopyProgress, Throttle, ServerLog, ShadowTables, Watchers {

  /** The end of a life of ours; not to be caught by anybody on the way. */
  static final class Crash extends Error {
    private static final long serialVersionUID = 1L;
  }

  final ModelServer server;
  final ModelRegistry registry = new ModelRegistry();
  final List<String> told = new ArrayList<>();
  final List<Integer> copied = new ArrayList<>();
  String fingerprint = "as it was";
  String uuid = "this server";
  String standstill = "";
  String distrust = "";
  int looks;
  Duration behind = Duration.ZERO;
  boolean isStopRequested;
  boolean isShadowThere;
  boolean isKeyed;
  boolean isAlwaysBusy;
  boolean isNobodyElseThere;
  Duration paused = Duration.ZERO;
  boolean isPaused;
  Runnable onPause = () -> {};

  /** Looks at long work before it is done, at least; and whether it was told to end. */
  int longWorkLooks;

  boolean isAborted;

  /** How many of a thousand calls end in a crash, and how many fail. */
  int crashes;

  int failures;

  private long nanos;
  private long marks;
  private int pauses;

  ModelWorld(ModelServer server) {
    this.server = server;
  }

  static BinlogPosition at(long offset) {
    return new BinlogPosition("binlog.000001", offset);
  }

  static RowKey key(int number) {
    return RowKey.of(String.valueOf(number));
  }

  static int number(RowKey key) {
    return Integer.parseInt(key.values().get(0));
  }

  CopyParts parts() {
    return new CopyParts(
        this,
        registry,
        this,
        (table, id) -> new ModelSession(server, this, registry, id),
        (table, id, from) -> new ModelFeed(server, this, from),
        copy -> this,
        this::begin,
        this,
        this,
        this);
  }

  private <T> LongWork<T> begin(LongWork.Work<T> work) {
    isAborted = false;
    return new ModelLongWork<>(this, work, server.random.nextInt(4) + longWorkLooks);
  }

  void onCall() {
    onReading();
    mayFail();
  }

  /** A feed keeps its failures to itself. */
  void onReading() {
    nanos += 1_000_000L * (1 + server.random.nextInt(20));
    server.others();
    checkInvariant();
    mayCrash();
  }

  /** All of it at once; but whether it was done, whoever asked may not hear. */
  void commit(long mark, Runnable changes) {
    mayCrash();
    mayFail();
    server.commit(mark);
    changes.run();
    checkInvariant();
    mayCrash();
    mayFail();
  }

  private void mayCrash() {
    if (server.random.nextInt(1000) < crashes) {
      throw new Crash();
    }
  }

  private void mayFail() {
    if (server.random.nextInt(1000) < failures) {
      throw new CopyFailedException(CopyFailedException.Remedy.AGAIN, "the link broke");
    }
  }

  long nextMark() {
    return ++marks;
  }

  void onCopied(Collection<Integer> keys) {
    copied.addAll(keys);
  }

  /**
   * A row of the shadow is what it is in the original, or not copied yet, or there is a change of
   * it in the log that is still to be applied.
   */
  void checkInvariant() {
    for (CopyRecord record : isShadowThere ? registry.records : List.<CopyRecord>of()) {
      int copiedTo = record.copiedTo() == null ? Integer.MIN_VALUE : number(record.copiedTo());
      Set<Integer> changing = changedSince((int) record.applied().offset());
      for (int key = 0; key < ModelServer.KEYS; key++) {
        boolean isMissing = !server.shadow.containsKey(key) && key > copiedTo;
        boolean isSame = Objects.equals(server.shadow.get(key), server.visible.get(key));
        if (!isMissing && !isSame && !changing.contains(key)) {
          throw new AssertionError(
              "row " + key + " is " + server.shadow + ", in the original " + server.visible);
        }
      }
    }
  }

  private Set<Integer> changedSince(int offset) {
    Set<Integer> keys = new HashSet<>();
    for (ModelServer.Event event : server.log.subList(offset, server.log.size())) {
      if (event.kind() != ModelServer.Event.Kind.XA_PREPARE) {
        keys.addAll(event.keys());
      }
    }
    return keys;
  }

  Map<Integer, ModelServer.Row> original() {
    return server.visible;
  }

  void pass(Duration time) {
    nanos += time.toNanos();
  }

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public void pause(Duration duration) {
    pass(duration);
    server.others();
    endStatements();
    paused = paused.plus(duration);
    checkInvariant();
    onPause.run();
  }

  private void endStatements() {
    pauses++;
    if (pauses % 10 == 0) {
      server.endStatements();
    }
  }

  @Override
  public void onPhase(CopyPhase phase, String text) {
    told.add(phase + ": " + text);
  }

  @Override
  public void onCopied(long rows, long bytes) {}

  @Override
  public void onBehind(Duration age) {
    behind = age;
  }

  @Override
  public void onCompared(long rows) {}

  @Override
  public void onStandstill(String why) {
    told.add("still: " + why);
  }

  @Override
  public void onWarning(String text) {
    told.add("warning: " + text);
  }

  @Override
  public void check(BinlogPosition needed) throws CopyStoppedException {
    if (!distrust.isEmpty()) {
      throw new CopyStoppedException(CopyStoppedException.Fate.LOST, AbortReason.BLIND, distrust);
    }
    looks++;
    mayFail();
  }

  @Override
  public void checkTrust() throws CopyStoppedException {
    check(at(0));
  }

  @Override
  public boolean isStopRequested() {
    return isStopRequested;
  }

  @Override
  public boolean isPaused() {
    return isPaused;
  }

  @Override
  public Optional<String> standstill() {
    return standstill.isEmpty() ? Optional.empty() : Optional.of(standstill);
  }

  @Override
  public Duration chunkTime() {
    return Duration.ofMillis(250);
  }

  @Override
  public Duration restAfter(Duration worked) {
    return worked;
  }

  @Override
  public String serverUuid() {
    return uuid;
  }

  @Override
  public BinlogPosition end() {
    onCall();
    return at(server.end());
  }

  @Override
  public Optional<CopyTable> describe(TableName original, long copyId) {
    return Optional.of(ModelRegistry.TABLE);
  }

  @Override
  public String fingerprint(TableName original) {
    return fingerprint;
  }

  @Override
  public void create(CopyTable table) {
    if (isShadowThere) {
      throw new IllegalStateException("two shadows");
    }
    isShadowThere = true;
    onCall();
  }

  @Override
  public void addSecondaryKeys(CopyTable table, boolean isAlone) {
    onCall();
    isKeyed = true;
    onCall();
  }

  @Override
  public void abort() {
    isAborted = true;
  }

  @Override
  public void analyze(CopyTable table) {}

  @Override
  public List<String> differences(CopyTable table) {
    return List.of();
  }

  @Override
  public long bytes(TableName table) {
    return 0;
  }

  @Override
  public boolean exists(TableName table) {
    return isShadowThere;
  }

  @Override
  public void drop(TableName table) {
    isShadowThere = false;
    server.shadow.clear();
    onCall();
  }
}
