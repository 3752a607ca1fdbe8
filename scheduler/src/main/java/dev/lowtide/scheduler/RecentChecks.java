package dev.lowtide.scheduler;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.lowtide.scheduler.mysql.TargetException;
import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * What the checks say of plans that people look at, a few seconds old at most. They ask the server
 * dozens of things: however many look at a request, and however often, it is asked once. Safe for
 * any thread.
 */
final class RecentChecks {

  static final Duration KEPT_FOR = Duration.ofSeconds(5);

  private static final int PLANS_MAX = 200;

  private final LoadingCache<ShrinkPlan, List<CheckResult>> recent;

  RecentChecks(Function<ShrinkPlan, List<CheckResult>> checks, Ticker ticker) {
    this.recent =
        Caffeine.newBuilder()
            .expireAfterWrite(KEPT_FOR)
            .maximumSize(PLANS_MAX)
            .ticker(ticker)
            .build(plan -> orNothing(checks, plan));
  }

  List<CheckResult> of(ShrinkPlan plan) {
    return recent.get(plan);
  }

  /** A server that is away keeps nobody from reading the rest; nor does everybody wait for it. */
  private static List<CheckResult> orNothing(
      Function<ShrinkPlan, List<CheckResult>> checks, ShrinkPlan plan) {
    try {
      return checks.apply(plan);
    } catch (TargetException e) {
      return List.of();
    }
  }
}
