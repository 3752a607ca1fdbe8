package dev.lowtide.scheduler.ledger;

import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.proxy.activity.SessionId;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.SessionsUnknownException;
import dev.lowtide.scheduler.ledger.Difference.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the proxy's ledger against the server, which is the truth. Safe for any thread; one works
 * at a time.
 *
 * <p>The two cannot be asked at one instant. So the proxy is asked before and after the server, and
 * only those sessions are compared that had nothing in flight either time and have sent nothing in
 * between: of them both must say the same, and nobody has to wait for that.
 */
public final class Reconciler {

  /** A session that was closed in order is gone from the server a few milliseconds later. */
  private static final Duration GOING_MAX = Duration.ofMillis(100);

  /** Both figures that a server's start is told from are cut to whole seconds. */
  private static final Duration SAME_START = Duration.ofSeconds(2);

  private static final Logger log = LoggerFactory.getLogger(Reconciler.class);

  private final SessionsNow sessions;
  private final ServerLedger server;
  private final Dependencies dependencies;
  private final EndedSessions ended;
  private final NanoClock clock;
  private final Findings findings = new Findings();
  private Set<Long> passing = Set.of();
  private @Nullable Instant serverStarted;
  private volatile Reconciliation latest;

  public Reconciler(
      SessionsNow sessions,
      ServerLedger server,
      Dependencies dependencies,
      EndedSessions ended,
      NanoClock clock) {
    this.sessions = sessions;
    this.server = server;
    this.dependencies = dependencies;
    this.ended = ended;
    this.clock = clock;
    this.latest =
        Reconciliation.blind(
            "nothing has been compared yet", clock.nanos(), Duration.ZERO, Map.of());
  }

  /** The last one; blind if it could not be done. */
  public Reconciliation latest() {
    return latest;
  }

  /** Does it now. Whatever goes wrong is blindness, with the reason. */
  public synchronized Reconciliation reconcile() throws InterruptedException {
    long began = clock.nanos();
    Reconciliation result;
    try {
      result = reconcile(began);
    } catch (LedgerBlindException | SessionsUnknownException e) {
      result = blind(String.valueOf(e.getMessage()), began);
    } catch (RuntimeException e) {
      log.error("the ledger could not be compared", e);
      result = blind("failed: " + e, began);
    }
    latest = result;
    return result;
  }

  private Reconciliation blind(String why, long began) {
    long now = clock.nanos();
    return Reconciliation.blind(why, now, Duration.ofNanos(now - began), findings.sinceStart());
  }

  private Reconciliation reconcile(long began)
      throws InterruptedException, SessionsUnknownException {
    List<SessionSnapshot> before = sessions.sessionsNow();
    Set<Long> endedBefore = ended.all().keySet();
    ServerTruth truth = server.ask();
    long atNanos = clock.nanos();
    List<SessionSnapshot> after = sessions.sessionsNow();
    forgetIfRestarted(truth.started(), atNanos);
    Set<Long> threads = threads(before, after);
    rememberEnded(threads(before, List.of()), threads(List.of(), after), atNanos);

    List<SessionSnapshot> still = still(before, after);
    List<Difference> differences = compare(still, truth);
    List<Orphan> orphans = orphans(truth, threads, atNanos);
    List<ServerSession> bypassing = bypassing(truth, threads);
    ended.retain(endedBefore, truth.byThread().keySet());
    findings.add(differences, orphans);
    return new Reconciliation(
        atNanos,
        Duration.ofNanos(clock.nanos() - began),
        "",
        still.size(),
        after.size() - still.size(),
        differences,
        bypassing,
        orphans,
        truth.prepared(),
        truth.orphanedLocks(),
        findings.sinceStart());
  }

  /** What seems to be missed is looked at again with what leads to what at this very moment. */
  private List<Difference> compare(List<SessionSnapshot> still, ServerTruth truth) {
    List<Difference> differences = compare(still, truth, dependencies.recent());
    boolean isAnyMissed =
        differences.stream()
            .anyMatch(it -> it.kind() == Kind.MISSED || it.kind() == Kind.MAYBE_PREPARED);
    return isAnyMissed ? compare(still, truth, dependencies.now()) : differences;
  }

  private static List<Difference> compare(
      List<SessionSnapshot> still, ServerTruth truth, DependencyGraph graph) {
    Comparison comparison = new Comparison(graph, truth.prepared().count() > 0);
    Map<Long, ServerSession> byThread = truth.byThread();
    still.forEach(it -> comparison.compare(it, byThread.get(it.serverThreadId())));
    return comparison.differences();
  }

  /** Those that did nothing between the two looks. */
  private static List<SessionSnapshot> still(
      List<SessionSnapshot> before, List<SessionSnapshot> after) {
    Map<SessionId, SessionSnapshot> earlier =
        before.stream().collect(Collectors.toMap(SessionSnapshot::id, Function.identity()));
    return after.stream().filter(it -> isStill(earlier.get(it.id()), it)).toList();
  }

  private static boolean isStill(@Nullable SessionSnapshot before, SessionSnapshot after) {
    return before != null
        && before.phase() == after.phase()
        && before.command() == null
        && after.command() == null
        && before.commands() == after.commands()
        && isSignedIn(after);
  }

  private static boolean isSignedIn(SessionSnapshot session) {
    return switch (session.phase()) {
      case READY, OPAQUE, STREAMING -> session.serverThreadId() != 0;
      case CONNECTING, AUTHENTICATING, CLOSED -> false;
    };
  }

  private List<Orphan> orphans(ServerTruth truth, Set<Long> threads, long atNanos) {
    Map<Long, Long> endedNanos = ended.all();
    List<Orphan> orphans = new ArrayList<>();
    for (ServerSession session : truth.sessions()) {
      Long endedAt = endedNanos.get(session.threadId());
      if (endedAt != null && !threads.contains(session.threadId())) {
        Duration endedFor = Duration.ofNanos(atNanos - endedAt);
        if (endedFor.compareTo(GOING_MAX) >= 0) {
          orphans.add(new Orphan(session, endedFor));
        }
      }
    }
    return orphans;
  }

  private List<ServerSession> bypassing(ServerTruth truth, Set<Long> threads) {
    Set<Long> endedThreads = ended.all().keySet();
    return truth.sessions().stream()
        .filter(it -> !threads.contains(it.threadId()) && !endedThreads.contains(it.threadId()))
        .toList();
  }

  /** Of most ends the feed has told; should it have lost some, they show in who is missing. */
  private void rememberEnded(Set<Long> before, Set<Long> after, long atNanos) {
    Set<Long> gone = new HashSet<>(passing);
    gone.addAll(before);
    gone.removeAll(after);
    gone.forEach(thread -> ended.ended(thread, atNanos));
    passing = after;
  }

  private void forgetIfRestarted(Instant started, long atNanos) {
    Instant before = serverStarted;
    serverStarted = started;
    if (before != null && Duration.between(before, started).abs().compareTo(SAME_START) > 0) {
      ended.forgetUntil(atNanos);
      passing = Set.of();
    }
  }

  private static Set<Long> threads(List<SessionSnapshot> before, List<SessionSnapshot> after) {
    Set<Long> threads = new HashSet<>();
    before.forEach(it -> threads.add(it.serverThreadId()));
    after.forEach(it -> threads.add(it.serverThreadId()));
    threads.remove(0L);
    return threads;
  }
}
