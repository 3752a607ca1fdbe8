package dev.lowtide.scheduler;

import dev.lowtide.scheduler.journal.LoadStore.Sample;
import dev.lowtide.scheduler.operator.LoadPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The newest points of one tier; the one that is running is folded into the last. Confined to
 * whoever has it locked.
 */
final class LoadRing {

  private final LoadTier tier;
  private final Deque<Sample> samples = new ArrayDeque<>();
  private Instant completeSince;

  /** Nothing is remembered of the time before. */
  LoadRing(LoadTier tier, Instant now) {
    this.tier = tier;
    this.completeSince = now;
  }

  /** Has what is known of the time before from elsewhere, the oldest first, all there is. */
  void begin(List<Sample> before, Instant since) {
    samples.clear();
    samples.addAll(before);
    completeSince = since;
  }

  /** Folds a look into the point that it falls into, and returns that. */
  Sample add(LoadPoint look) {
    Instant begin = tier.begin(look.at());
    forgetWhatIsToCome(begin);
    Sample last = samples.peekLast();
    Sample grown;
    if (last != null && !last.point().at().isBefore(begin)) {
      samples.removeLast();
      grown = folded(last, look);
    } else {
      grown = new Sample(tier.step(), 1, at(begin, look));
    }
    samples.addLast(grown);
    if (samples.size() > tier.pointsMax()) {
      completeSince = samples.removeFirst().point().at().plus(tier.step());
    }
    return grown;
  }

  /** A clock that was set back a little goes on in the last point; one that was wrong by more. */
  private void forgetWhatIsToCome(Instant begin) {
    Sample last = samples.peekLast();
    while (last != null && last.point().at().isAfter(begin.plus(tier.step()))) {
      samples.removeLast();
      last = samples.peekLast();
    }
  }

  /** Whether all is here that was ever known since then. */
  boolean isComplete(Instant since) {
    return !since.isBefore(completeSince);
  }

  /** The oldest first. */
  List<LoadPoint> points() {
    return samples.stream().map(Sample::point).toList();
  }

  private static Sample folded(Sample all, LoadPoint look) {
    int looks = all.looks() + 1;
    return new Sample(all.step(), looks, folded(all.point(), look, looks));
  }

  private static LoadPoint folded(LoadPoint all, LoadPoint look, int looks) {
    return new LoadPoint(
        all.at(),
        Math.max(all.sessions(), look.sessions()),
        Math.max(all.openTransactions(), look.openTransactions()),
        Math.max(all.commandsInFlight(), look.commandsInFlight()),
        mean(all.statementsPerSecond(), look.statementsPerSecond(), looks),
        longer(all.p50(), look.p50()),
        longer(all.p95(), look.p95()),
        longer(all.p99(), look.p99()),
        mean(all.bytesFromClientsPerSecond(), look.bytesFromClientsPerSecond(), looks),
        mean(all.bytesFromServerPerSecond(), look.bytesFromServerPerSecond(), looks),
        Math.max(all.threadsRunning(), look.threadsRunning()),
        Math.max(all.bypassing(), look.bypassing()),
        Math.max(all.replicaLagSeconds(), look.replicaLagSeconds()),
        meanOfKnown(all.coveragePercent(), look.coveragePercent(), looks));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static double mean(double all, double look, int looks) {
    return all + (look - all) / looks;
  }

  private static double meanOfKnown(double all, double look, int looks) {
    if (all < 0 || look < 0) {
      return Math.max(all, look);
    }
    return mean(all, look, looks);
  }

  private static LoadPoint at(Instant begin, LoadPoint look) {
    return new LoadPoint(
        begin,
        look.sessions(),
        look.openTransactions(),
        look.commandsInFlight(),
        look.statementsPerSecond(),
        look.p50(),
        look.p95(),
        look.p99(),
        look.bytesFromClientsPerSecond(),
        look.bytesFromServerPerSecond(),
        look.threadsRunning(),
        look.bypassing(),
        look.replicaLagSeconds(),
        look.coveragePercent());
  }
}
