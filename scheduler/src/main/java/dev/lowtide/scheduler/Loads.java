package dev.lowtide.scheduler;

import dev.lowtide.scheduler.mysql.MySqlStatementCount;
import dev.lowtide.scheduler.operator.LoadViews;
import dev.lowtide.scheduler.operator.RunTraces;
import java.util.concurrent.ThreadFactory;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Everything that remembers what went on. Safe for any thread, but for {@link #observe}. */
final class Loads implements AutoCloseable {

  private final LoadHistory history;
  private final TraceKeeper traces;
  private final LoadKeeper keeper;

  /**
   * Nothing is remembered yet.
   *
   * @param bypassing sessions that do not pass the proxy, or -1
   * @param replicaLagSeconds of the replica that is furthest behind, or -1
   */
  Loads(
      SchedulerParts parts,
      IntSupplier bypassing,
      DoubleSupplier replicaLagSeconds,
      Function<String, ThreadFactory> threads) {
    Coverage coverage =
        new Coverage(new MySqlStatementCount(parts.target()), parts.feed()::questions);
    LoadRates rates =
        new LoadRates(
            parts.relayed(), bypassing, replicaLagSeconds, coverage::percent, parts.nanoClock());
    this.history =
        new LoadHistory(parts.journal().loads(), parts.loadRetention(), rates, parts.clock());
    this.traces = new TraceKeeper(parts.journal().traces(), parts.clock());
    this.keeper =
        new LoadKeeper(
            history,
            traces,
            new LoadKeeper.Stores(parts.journal().loads(), parts.journal().traces()),
            parts.loadRetention(),
            coverage::look,
            parts.clock(),
            threads.apply("lowtide-load"));
  }

  /** Goes on where the last process ended. */
  void start() {
    keeper.start();
  }

  /** Confined to the scheduler's thread. */
  void observe(@Nullable ActiveRun active, Observation latest) {
    history.observe(latest);
    traces.observe(active, latest);
  }

  LoadViews history() {
    return history;
  }

  RunTraces traces() {
    return traces;
  }

  @Override
  public void close() {
    keeper.close();
  }
}
