package dev.lowtide.scheduler.quiet;

import dev.lowtide.proxy.activity.SessionPhase;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.load.LoadModel;
import dev.lowtide.scheduler.load.LoadSnapshot;
import dev.lowtide.scheduler.load.OpenTransaction;
import dev.lowtide.scheduler.load.TableLock;
import dev.lowtide.scheduler.quiet.QuietVerdict.Blind;
import dev.lowtide.scheduler.quiet.QuietVerdict.Busy;
import dev.lowtide.scheduler.quiet.QuietVerdict.Quiet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Judges whether it is quiet. Told at every tick what was seen, asked whenever somebody needs to
 * know.
 *
 * <p>The quiet of the server as a whole must have lasted; that of a table shows in when it was used
 * last. Confined to the scheduler's thread.
 */
public final class QuietDetector {

  /** How many sessions a reason names. */
  private static final int NAMED_MAX = 3;

  private final QuietPolicy policy;
  private @Nullable Signals signals;
  private String blindness = "nothing has been observed yet";
  private long nowNanos;

  /** Since when nothing speaks against quiet; null while something does. */
  private @Nullable Long quietSinceNanos;

  public QuietDetector(QuietPolicy policy) {
    this.policy = policy;
  }

  public void observe(Signals seen, long nowNanos) {
    this.signals = seen;
    this.nowNanos = nowNanos;
    this.blindness = blindnessOf(seen);
    boolean isQuiet = blindness.isEmpty() && reasonsNow(seen).isEmpty();
    if (!isQuiet) {
      quietSinceNanos = null;
    } else if (quietSinceNanos == null) {
      quietSinceNanos = nowNanos;
    }
  }

  /** Something could not be seen, so nothing is known. */
  public void observeNothing(String why, long nowNanos) {
    this.nowNanos = nowNanos;
    blindness = why;
    quietSinceNanos = null;
  }

  /** The server as a whole. */
  public QuietVerdict server() {
    Signals seen = signals;
    if (!blindness.isEmpty() || seen == null) {
      return new Blind(blindness);
    }
    return verdict(serverReasons(seen));
  }

  /**
   * One table, and the server with it.
   *
   * @param locks what sessions other than ours hold and await on the table, as the server says
   */
  public QuietVerdict table(TableName table, List<TableLock> locks) {
    Signals seen = signals;
    if (!blindness.isEmpty() || seen == null) {
      return new Blind(blindness);
    }
    List<BusyReason> reasons = new ArrayList<>(serverReasons(seen));
    reasons.addAll(tableReasons(seen.load(), table, locks));
    return verdict(reasons);
  }

  /** A window for work on the table, or null if {@link #table} is anything but quiet. */
  public @Nullable QuietWindow window(TableName table, List<TableLock> locks) {
    return table(table, locks).isQuiet() ? new QuietWindow(table, nowNanos) : null;
  }

  private static QuietVerdict verdict(List<BusyReason> reasons) {
    return reasons.isEmpty() ? new Quiet() : new Busy(reasons);
  }

  private String blindnessOf(Signals seen) {
    LoadSnapshot.Gap gap = seen.load().gap();
    if (gap != null && nowNanos - gap.atNanos() <= LoadModel.RATE_WINDOW.toNanos()) {
      return "feed gap: " + gap.lostEvents() + " events lost " + ago(gap.atNanos());
    }
    if (nowNanos - seen.serverAtNanos() > policy.signalAgeMax().toNanos()) {
      return "the server answered last " + ago(seen.serverAtNanos());
    }
    return "";
  }

  private List<BusyReason> serverReasons(Signals seen) {
    List<BusyReason> reasons = reasonsNow(seen);
    if (reasons.isEmpty() && quietSinceNanos != null) {
      Duration quiet = Duration.ofNanos(nowNanos - quietSinceNanos);
      addIf(
          reasons,
          quiet.compareTo(policy.quietFor()) < 0,
          new BusyReason(Signal.QUIET_FOR, seconds(quiet), atLeast(policy.quietFor())));
    }
    return reasons;
  }

  /** What speaks against quiet at this moment, whatever was before. */
  private List<BusyReason> reasonsNow(Signals seen) {
    List<BusyReason> reasons = new ArrayList<>();
    LoadSnapshot load = seen.load();
    addIfAbove(
        reasons,
        Signal.STATEMENTS_PER_SECOND,
        load.statementsPerSecond(),
        policy.statementsPerSecondMax());
    addIfAbove(
        reasons, Signal.COMMANDS_IN_FLIGHT, load.commandsInFlight(), policy.commandsInFlightMax());
    addIfAbove(
        reasons,
        Signal.THREADS_RUNNING,
        seen.server().threadsRunning(),
        policy.threadsRunningMax());
    addIfAbove(reasons, Signal.PREPARED_XA, seen.server().preparedXaTransactions(), 0);
    addIfAbove(reasons, Signal.OPAQUE_SESSION, opaqueSessions(load), 0);
    seen.server().transactions().stream()
        .filter(transaction -> transaction.age().compareTo(policy.transactionAgeMax()) > 0)
        .findFirst()
        .ifPresent(oldest -> reasons.add(longTransaction(oldest)));
    return reasons;
  }

  private BusyReason longTransaction(OpenTransaction oldest) {
    return new BusyReason(
        Signal.LONG_TRANSACTION,
        oldest.toString(),
        "at most " + seconds(policy.transactionAgeMax()));
  }

  private List<BusyReason> tableReasons(LoadSnapshot load, TableName table, List<TableLock> locks) {
    List<BusyReason> reasons = new ArrayList<>();
    Duration sinceWrite = load.sinceWrite(table);
    if (sinceWrite != null && sinceWrite.compareTo(policy.tableUnwrittenFor()) < 0) {
      reasons.add(
          new BusyReason(
              Signal.TABLE_WRITTEN,
              seconds(sinceWrite) + " ago",
              atLeast(policy.tableUnwrittenFor()) + " ago"));
    }
    List<String> users =
        load.sessions().stream()
            .filter(session -> session.mayTouch(table))
            .map(session -> describe(session, load.atNanos()))
            .toList();
    addNamed(reasons, Signal.TABLE_IN_USE, users);
    addNamed(reasons, Signal.TABLE_LOCKED, locks.stream().map(TableLock::toString).toList());
    return reasons;
  }

  private static String describe(SessionSnapshot session, long nowNanos) {
    String who =
        "session "
            + session.serverThreadId()
            + " ("
            + session.user()
            + "@"
            + session.clientAddress()
            + ")";
    return session.transaction().state().mayHoldLocks()
        ? who
            + ", open for "
            + seconds(Duration.ofNanos(nowNanos - session.transaction().sinceNanos()))
        : who;
  }

  private static int opaqueSessions(LoadSnapshot load) {
    return (int)
        load.sessions().stream().filter(session -> session.phase() == SessionPhase.OPAQUE).count();
  }

  private static void addNamed(List<BusyReason> reasons, Signal signal, List<String> names) {
    if (!names.isEmpty()) {
      String more = names.size() > NAMED_MAX ? " and " + (names.size() - NAMED_MAX) + " more" : "";
      String named = names.stream().limit(NAMED_MAX).collect(Collectors.joining(", "));
      reasons.add(new BusyReason(signal, named + more, "none"));
    }
  }

  private static void addIfAbove(
      List<BusyReason> reasons, Signal signal, double value, double limit) {
    addIf(
        reasons, value > limit, new BusyReason(signal, number(value), "at most " + number(limit)));
  }

  private static void addIf(List<BusyReason> reasons, boolean isBusy, BusyReason reason) {
    if (isBusy) {
      reasons.add(reason);
    }
  }

  private String ago(long thenNanos) {
    return seconds(Duration.ofNanos(nowNanos - thenNanos)) + " ago";
  }

  private static String atLeast(Duration limit) {
    return "at least " + seconds(limit);
  }

  private static String seconds(Duration duration) {
    return number(duration.toMillis() / 1000.0) + " s";
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.1f", value);
  }
}
