package dev.lowtide.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.scheduler.approval.ApprovalPolicy;
import dev.lowtide.scheduler.plan.CandidatePolicy;
import dev.lowtide.scheduler.quiet.QuietPolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SchedulerConfigTest {

  @Test
  void aClientMayWaitUntilTheHoldLetsItGo() {
    SchedulerConfig config = config(Duration.ofSeconds(2), Duration.ofSeconds(2));

    assertThat(config.clientWaitMax()).isEqualTo(config.holdDeadline());
  }

  @Test
  void refusesABudgetThatTheHoldWouldNotKeep() {
    assertThatThrownBy(() -> config(Duration.ofSeconds(3), Duration.ofSeconds(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "shrink.clientWaitMax: 3000 ms (expected: at most shrink.holdDeadline, 2000 ms)");
  }

  private static SchedulerConfig config(Duration clientWaitMax, Duration holdDeadline) {
    return new SchedulerConfig(
        QuietPolicy.DEFAULT,
        CandidatePolicy.DEFAULT,
        new ApprovalPolicy(
            false, ApprovalPolicy.REQUEST_LIFETIME, ApprovalPolicy.APPROVAL_LIFETIME),
        clientWaitMax,
        holdDeadline,
        3,
        Duration.ofMinutes(5),
        CopyConfig.DEFAULT,
        CopyLimits.DEFAULT);
  }
}
