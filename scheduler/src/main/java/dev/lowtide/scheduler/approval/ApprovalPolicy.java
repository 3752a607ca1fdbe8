package dev.lowtide.scheduler.approval;

import java.time.Duration;

/**
 * How decisions are made.
 *
 * @param isAutomatic requests are approved by configuration; for laboratories
 * @param requestLifetime how long a request waits for a decision
 * @param approvalLifetime how long an approval waits for its run
 */
public record ApprovalPolicy(
    boolean isAutomatic, Duration requestLifetime, Duration approvalLifetime) {

  public static final Duration REQUEST_LIFETIME = Duration.ofDays(3);
  public static final Duration APPROVAL_LIFETIME = Duration.ofDays(7);
}
