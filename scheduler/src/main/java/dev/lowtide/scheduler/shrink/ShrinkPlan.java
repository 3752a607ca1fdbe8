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
 * @param window the maintenance window that it was asked for; empty if any will do
 * @param revision how often it was asked for, the first time included: a yes to one is none to the
 *     next, even if both would do the same
 */
public record ShrinkPlan(
    Subject subject,
    ShrinkMethod method,
    List<String> statements,
    List<String> reasons,
    TableFacts facts,
    Estimate estimate,
    Duration clientWaitMax,
    Instant madeAt,
    String window,
    int revision) {

  /** Plans that were written down before there were windows ask for none, and are the first. */
  @SuppressWarnings("NullAway")
  public ShrinkPlan {
    statements = List.copyOf(statements);
    reasons = List.copyOf(reasons);
    window = window == null ? "" : window;
    revision = Math.max(1, revision);
  }

  /** One for any time. */
  public ShrinkPlan(
      Subject subject,
      ShrinkMethod method,
      List<String> statements,
      List<String> reasons,
      TableFacts facts,
      Estimate estimate,
      Duration clientWaitMax,
      Instant madeAt) {
    this(subject, method, statements, reasons, facts, estimate, clientWaitMax, madeAt, "", 1);
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

  /** The same for a maintenance window. */
  public ShrinkPlan inWindow(String name) {
    return with(facts, name, revision);
  }

  /** The same, asked for this often. */
  public ShrinkPlan asRevision(int number) {
    return with(facts, window, number);
  }

  /** The same, made among these servers. */
  public ShrinkPlan among(List<String> topology) {
    return with(facts.among(topology), window, revision);
  }

  private ShrinkPlan with(TableFacts known, String name, int number) {
    return new ShrinkPlan(
        subject, method, statements, reasons, known, estimate, clientWaitMax, madeAt, name, number);
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
    // None of them was in the hashes of plans that were written down before there were any.
    if (!window.isEmpty() || revision > 1) {
      parts.add(window);
    }
    if (revision > 1) {
      parts.add(String.valueOf(revision));
    }
    return PlanHash.of(parts);
  }
}
