package dev.lowtide.scheduler.quiet;

import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.load.LoadModel;
import dev.lowtide.scheduler.load.LoadSnapshot;
import dev.lowtide.scheduler.load.TableOnServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges whether it is quiet. Told at every tick what was seen, asked whenever somebody needs to
 * know.
 *
 * <p>The quiet of the server as a whole must have lasted; that of a table shows in when it was used
 * last. Confined to the scheduler's thread.
 */
public final class QuietDetector {

  private final QuietPolicy policy;
  private final List<ServerCondition> serverConditions;
  private final List<TableCondition> tableConditions;
  private final SinceWhen since = new SinceWhen();
  private final Map<TableName, Asked> tables = new HashMap<>();

  /** What was seen last; null before the first look. */
  private @Nullable Signals signals;

  private long nowNanos;
  private List<Rung> serverRungs =
      Judgement.blind("nothing has been observed yet", Duration.ZERO).ladder();

  /** Since when nothing speaks against quiet; null while something does. */
  private @Nullable Long quietSinceNanos;

  /** A table that somebody waits for. */
  private static final class Asked {
    final SinceWhen since = new SinceWhen();
    long lastNanos;
  }

  public QuietDetector(QuietPolicy policy) {
    this.policy = policy;
    this.serverConditions = ServerConditions.of(policy);
    this.tableConditions = TableConditions.of(policy);
  }

  public void observe(Signals seen, long nowNanos) {
    String blindness = blindnessOf(seen, nowNanos);
    if (!blindness.isEmpty()) {
      observeNothing(blindness, nowNanos);
      return;
    }
    this.signals = seen;
    this.nowNanos = nowNanos;
    List<Rung> rungs = new ArrayList<>();
    rungs.add(rung(Signal.SIGHT, Finding.of(true, Words.SEEING, Words.SEEING)));
    for (ServerCondition condition : serverConditions) {
      rungs.add(rung(condition.signal(), condition.judge(seen)));
    }
    rungs.add(rung(Signal.QUIET_FOR, lasting(rungs)));
    serverRungs = List.copyOf(rungs);
    forgetTables();
  }

  /** Something could not be seen, so nothing is known. */
  public void observeNothing(String why, long nowNanos) {
    this.nowNanos = nowNanos;
    quietSinceNanos = null;
    List<Rung> rungs = new ArrayList<>();
    rungs.add(rung(Signal.SIGHT, Finding.blind(why, Words.SEEING)));
    for (ServerCondition condition : serverConditions) {
      rungs.add(rung(condition.signal(), condition.unseen()));
    }
    rungs.add(rung(Signal.QUIET_FOR, lasting(rungs)));
    serverRungs = List.copyOf(rungs);
    forgetTables();
  }

  /** The server as a whole. */
  public Judgement server() {
    return Judgement.of(serverRungs);
  }

  /**
   * One table, and the server with it.
   *
   * @param reach the names by which sessions that pass the proxy may touch the table
   * @param atServer what the server shows of those in its way
   */
  public Judgement table(TableName table, Reach reach, TableOnServer atServer) {
    Asked asked = tables.computeIfAbsent(table, name -> new Asked());
    asked.lastNanos = nowNanos;
    List<Rung> rungs = new ArrayList<>(serverRungs);
    Signals seen = signals;
    for (TableCondition condition : tableConditions) {
      Finding finding =
          seen == null || serverRungs.get(0).isBlind()
              ? Finding.blind(Words.UNSEEN, "")
              : condition.judge(new TableSignals(seen.load(), reach, atServer));
      rungs.add(asked.since.rung(condition.signal(), finding, nowNanos));
    }
    return Judgement.of(rungs);
  }

  /** A window for work on the table, or null if {@link #table} is anything but quiet. */
  public @Nullable QuietWindow window(TableName table, Reach reach, TableOnServer atServer) {
    return table(table, reach, atServer).verdict().isQuiet()
        ? new QuietWindow(table, nowNanos)
        : null;
  }

  /**
   * A window for work that goes on behind live traffic and makes way by itself, or null if nothing
   * can be seen: then it could not make way.
   */
  public @Nullable QuietWindow windowBehindTraffic(@Nullable TableName table) {
    return serverRungs.get(0).isBlind() ? null : new QuietWindow(table, nowNanos);
  }

  /** A window for work on what belongs to no table, or null if the server is not quiet. */
  public @Nullable QuietWindow windowOfServer(@Nullable TableName table) {
    return server().verdict().isQuiet() ? new QuietWindow(table, nowNanos) : null;
  }

  private String blindnessOf(Signals seen, long nowNanos) {
    LoadSnapshot.Gap gap = seen.load().gap();
    if (gap != null && nowNanos - gap.atNanos() <= LoadModel.RATE_WINDOW.toNanos()) {
      return "feed gap: " + gap.lostEvents() + " events lost " + ago(gap.atNanos(), nowNanos);
    }
    if (nowNanos - seen.serverAtNanos() > policy.signalAgeMax().toNanos()) {
      return "the server answered last " + ago(seen.serverAtNanos(), nowNanos);
    }
    return "";
  }

  /** How long all of these have been met without a break. */
  private Finding lasting(List<Rung> rungs) {
    String limit = "at least " + Words.seconds(policy.quietFor());
    if (!rungs.stream().allMatch(Rung::isMet)) {
      quietSinceNanos = null;
      return Finding.of(false, "not quiet", limit);
    }
    if (quietSinceNanos == null) {
      quietSinceNanos = nowNanos;
    }
    Duration quiet = Duration.ofNanos(nowNanos - quietSinceNanos);
    return Finding.of(quiet.compareTo(policy.quietFor()) >= 0, Words.seconds(quiet), limit);
  }

  private Rung rung(Signal signal, Finding finding) {
    return since.rung(signal, finding, nowNanos);
  }

  /** Who has not asked for as long as signals are good has stopped waiting. */
  private void forgetTables() {
    long oldest = nowNanos - policy.signalAgeMax().toNanos();
    tables.values().removeIf(asked -> asked.lastNanos - oldest < 0);
  }

  private static String ago(long thenNanos, long nowNanos) {
    return Words.seconds(Duration.ofNanos(nowNanos - thenNanos)) + " ago";
  }
}
