package dev.lowtide.scheduler.approval;

import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How decisions are made.
 *
 * @param isAutomatic requests are approved by configuration; for laboratories
 * @param rules which requests are approved by configuration otherwise
 * @param approvers how many people say yes
 * @param twoAbove the size of a file above which there are two of them at least; null for none
 * @param requestLifetime how long a request waits for a decision
 * @param approvalLifetime how long an approval waits for its run
 */
public record ApprovalPolicy(
    boolean isAutomatic,
    List<ApprovalRule> rules,
    int approvers,
    @Nullable ByteSize twoAbove,
    Duration requestLifetime,
    Duration approvalLifetime) {

  public static final Duration REQUEST_LIFETIME = Duration.ofDays(3);
  public static final Duration APPROVAL_LIFETIME = Duration.ofDays(7);

  /** More than anybody finds in a night. */
  public static final int APPROVERS_MAX = 5;

  public ApprovalPolicy {
    rules = List.copyOf(rules);
    if (approvers < 1 || approvers > APPROVERS_MAX) {
      throw new IllegalArgumentException(
          "approvers: " + approvers + " (expected: 1 to " + APPROVERS_MAX + ")");
    }
  }

  /** One yes for each request, and no rules. */
  public ApprovalPolicy(boolean isAutomatic, Duration requestLifetime, Duration approvalLifetime) {
    this(isAutomatic, List.of(), 1, null, requestLifetime, approvalLifetime);
  }

  int approversOf(ShrinkPlan plan) {
    boolean isLarge =
        twoAbove != null && plan.facts().tablespace().fileSize().compareTo(twoAbove) > 0;
    return isLarge ? Math.max(2, approvers) : approvers;
  }

  /** Why configuration approves it; empty if a person has to. */
  String whyAutomatic(ShrinkPlan plan) {
    if (plan.method().isNeverAutomatic()) {
      return "";
    }
    if (isAutomatic) {
      return "approved by configuration";
    }
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).isFor(plan)) {
        return "approved by rule " + (i + 1) + ": " + rules.get(i).text();
      }
    }
    return "";
  }
}
