package dev.lowtide.scheduler.shrink;

import dev.lowtide.proxy.activity.TableName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What we would do, to the letter.
 *
 * @param subject what is made smaller
 * @param statements those that would be sent to the server, in order
 * @param reasons why this method and no other, one sentence each
 * @param clientWaitMax the longest that a client may wait because of it
 */
public record ShrinkPlan(
    Subject subject,
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

  /** One about a whole table. */
  public ShrinkPlan(
      TableName table,
      ShrinkMethod method,
      List<String> statements,
      List<String> reasons,
      TableFacts facts,
      Estimate estimate,
      Duration clientWaitMax,
      Instant madeAt) {
    this(Subject.of(table), method, statements, reasons, facts, estimate, clientWaitMax, madeAt);
  }

  /** The table that it is about, whole or in part. Asked only where there must be one. */
  public TableName table() {
    return subject.table();
  }

  /** The same; null where it belongs to none. */
  public @Nullable TableName tableOrNull() {
    return subject.tableName();
  }

  /** Sizes are left out: they drift with every write, and a plan does not become another by it. */
  public PlanHash hash() {
    List<String> parts = new ArrayList<>(statements);
    parts.add(subject.toString());
    parts.add(method.toString());
    parts.add(facts.definition());
    parts.add(facts.spaceIds().toString());
    parts.add(facts.referencedBy().toString());
    parts.add(facts.serverVersion());
    parts.add(clientWaitMax.toString());
    return PlanHash.of(parts);
  }
}
