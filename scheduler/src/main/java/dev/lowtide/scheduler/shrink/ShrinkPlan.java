package dev.lowtide.scheduler.shrink;

import dev.lowtide.proxy.activity.TableName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What we would do, to the letter.
 *
 * @param statements those that would be sent to the server, in order
 * @param reasons why this method and no other, one sentence each
 * @param clientWaitMax the longest that a client may wait because of it
 */
public record ShrinkPlan(
    TableName table,
    ShrinkMethod method,
    List<String> statements,
    List<String> reasons,
    TableFacts facts,
    Estimate estimate,
    Duration clientWaitMax,
    Instant madeAt) {

  public ShrinkPlan {
    statements = List.copyOf(statements);
    reasons = List.copyOf(reasons);
  }

  /** Sizes are left out: they drift with every write, and a plan does not become another by it. */
  public PlanHash hash() {
    List<String> parts = new ArrayList<>(statements);
    parts.add(table.toString());
    parts.add(method.toString());
    parts.add(facts.definition());
    parts.add(facts.spaceIds().toString());
    parts.add(facts.referencedBy().toString());
    parts.add(facts.serverVersion());
    parts.add(clientWaitMax.toString());
    return PlanHash.of(parts);
  }
}
