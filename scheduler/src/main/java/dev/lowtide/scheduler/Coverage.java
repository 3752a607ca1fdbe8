package dev.lowtide.scheduler;

import dev.lowtide.scheduler.load.ProbeFailedException;
import dev.lowtide.scheduler.load.StatementCount;
import dev.lowtide.scheduler.operator.LoadPoint;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How much of what the server executes passes the proxy, by what both have counted over the last
 * minute. What our own sessions sent is left out, but for the last words of those that have ended
 * since. {@link #look} is confined to one thread; the rest is for any.
 */
final class Coverage {

  /** At a look every ten seconds they are a minute. */
  private static final int LOOKS_MAX = 7;

  /** Of fewer, what our sessions said last before they ended would be too much. */
  private static final long STATEMENTS_MIN = 10;

  private final StatementCount.Source server;
  private final LongSupplier proxy;
  private final Deque<Look> looks = new ArrayDeque<>();
  private volatile double percent = LoadPoint.UNKNOWN;

  /**
   * Both counts at about the same time.
   *
   * @param others at the server that are not ours, since the look before; null at the first
   */
  private record Look(long passed, StatementCount server, @Nullable Long others) {}

  /**
   * Nothing is counted yet.
   *
   * @param proxy statements that have passed it since it began, as the server counts them
   */
  Coverage(StatementCount.Source server, LongSupplier proxy) {
    this.server = server;
    this.proxy = proxy;
  }

  /** Percent of the statements of the last minute; {@link LoadPoint#UNKNOWN} if it is not known. */
  double percent() {
    return percent;
  }

  /** Counts. */
  void look() {
    try {
      Look before = looks.peekLast();
      StatementCount now = server.count();
      long passed = proxy.getAsLong();
      if (before != null && now.all() < before.server.all()) {
        // The server was started anew, or its counters were reset.
        looks.clear();
        before = null;
      }
      looks.addLast(new Look(passed, now, before == null ? null : others(before.server, now)));
      if (looks.size() > LOOKS_MAX) {
        looks.removeFirst();
      }
      percent = percentNow();
    } catch (ProbeFailedException e) {
      looks.clear();
      percent = LoadPoint.UNKNOWN;
    }
  }

  private static long others(StatementCount before, StatementCount now) {
    long ours = 0;
    for (Map.Entry<Long, Long> session : now.ours().entrySet()) {
      long earlier = before.ours().getOrDefault(session.getKey(), 0L);
      ours += Math.max(0, session.getValue() - earlier);
    }
    return Math.max(0, now.all() - before.all() - ours);
  }

  private double percentNow() {
    long passed = looks.getLast().passed - looks.getFirst().passed;
    long others =
        looks.stream().skip(1).mapToLong(look -> look.others == null ? 0 : look.others).sum();
    // The two are not counted at the very same moment.
    long all = Math.max(passed, others);
    return all < STATEMENTS_MIN ? LoadPoint.UNKNOWN : 100.0 * passed / all;
  }
}
