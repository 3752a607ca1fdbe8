package dev.lowtide.it.demo;

import dev.lowtide.it.demo.ShopDatabase.Order;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.RunStep;
import dev.lowtide.scheduler.shrink.ShrinkReport;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * What the shrink did to the shop, told by the shop: its own clocks and its own books.
 *
 * @param wrongOrders orders that are missing, changed, or were never placed
 */
record DemoReport(
    ShrinkReport run,
    int requests,
    int errors,
    Duration worstBefore,
    Duration worstDuring,
    Duration worstAfter,
    int requestsDuring,
    int orders,
    int wrongOrders) {

  static DemoReport of(
      ShrinkReport run,
      Timings timings,
      Map<Long, Order> books,
      Map<Long, Order> table,
      Instant began) {
    Instant begin =
        run.history().stream()
            .filter(step -> step.state() == RunState.RUNNING)
            .map(RunStep::at)
            .findFirst()
            .orElse(run.startedAt());
    return new DemoReport(
        run,
        timings.count(),
        timings.errors(),
        timings.worst(began, begin),
        timings.worst(begin, run.endedAt()),
        timings.worst(run.endedAt(), Instant.MAX),
        timings.count(begin, run.endedAt()),
        table.size(),
        differences(expected(books), table));
  }

  boolean isGood() {
    return run.outcome() == RunState.SUCCEEDED
        && run.reclaimed().bytes() > 0
        && errors == 0
        && wrongOrders == 0;
  }

  void print(PrintStream out) {
    out.println();
    line(out, "outcome", run.outcome() + ": " + run.reason());
    line(out, "file before", run.fileSizeBefore().bytes() + " bytes, " + run.fileSizeBefore());
    line(out, "file after", run.fileSizeAfter().bytes() + " bytes, " + run.fileSizeAfter());
    line(out, "given back", run.reclaimed() + " (estimated " + run.estimate().reclaimable() + ")");
    line(
        out,
        "rows verified",
        run.verification().rows()
            + " by Lowtide, "
            + (orders - wrongOrders)
            + " by the shop's own books");
    line(out, "rows missing or changed", wrongOrders);
    line(out, "client requests", requests + ", " + requestsDuring + " of them during the shrink");
    line(out, "client errors", errors);
    line(
        out,
        "worst client latency",
        worstBefore.toMillis()
            + " ms before, "
            + worstDuring.toMillis()
            + " ms during, "
            + worstAfter.toMillis()
            + " ms after");
    line(
        out,
        "statements held",
        run.waits().held()
            + ", longest "
            + run.waits().longest().toMillis()
            + " ms; table locked for "
            + run.waits().cutOver().toMillis()
            + " ms");
    line(out, "verdict", isGood() ? "good" : "NOT GOOD");
  }

  private static void line(PrintStream out, String name, Object value) {
    out.printf("%-24s %s%n", name, value);
  }

  /** What was left of the history, and on top of it what the shop did since. */
  private static Map<Long, Order> expected(Map<Long, Order> books) {
    Map<Long, Order> expected = new HashMap<>();
    for (long id = ShopDatabase.PURGED + 1L; id <= ShopDatabase.ORDERS; id++) {
      expected.put(id, Order.historical(id));
    }
    expected.putAll(books);
    return expected;
  }

  private static int differences(Map<Long, Order> expected, Map<Long, Order> table) {
    Map<Long, Order> all = new HashMap<>(expected);
    all.putAll(table);
    return (int)
        all.keySet().stream()
            .filter(id -> !expected.containsKey(id) || !expected.get(id).equals(table.get(id)))
            .count();
  }
}
