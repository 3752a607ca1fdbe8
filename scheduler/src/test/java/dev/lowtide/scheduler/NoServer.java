package dev.lowtide.scheduler;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.execute.RebuildServer;
import dev.lowtide.scheduler.execute.RebuildStatement;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** A server where nothing is to be rebuilt. */
final class NoServer implements RebuildServer {

  @Override
  public RebuildStatement prepare(ShrinkPlan plan) {
    throw new AssertionError("nothing is to be rebuilt");
  }

  @Override
  public List<Blocked> blockedBy(Collection<Long> ourThreads) {
    return List.of();
  }

  @Override
  public Set<Long> readViews(Collection<Long> ourThreads) {
    return Set.of();
  }

  @Override
  public Set<Long> holdersOf(TableName table, Collection<Long> ourThreads) {
    return Set.of();
  }
}
