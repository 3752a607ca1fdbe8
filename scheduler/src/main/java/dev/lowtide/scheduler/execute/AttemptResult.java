package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.shrink.AbortReason;
import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.Verification;
import dev.lowtide.scheduler.shrink.WaitsCaused;
import java.util.List;

/** How an attempt came out. */
public sealed interface AttemptResult {

  /** What happened, for people. */
  String text();

  /** What clients had to wait for it. */
  WaitsCaused waits();

  /** The rebuilt table is in place. */
  record Rebuilt(Verification verification, WaitsCaused waits) implements AttemptResult {
    @Override
    public String text() {
      return verification.text();
    }
  }

  /** Stopped before anything was changed; may be tried again. */
  record Yielded(AbortReason reason, String text, WaitsCaused waits) implements AttemptResult {}

  /** Checks did not pass, so nothing was begun. */
  record Refused(List<CheckResult> checks) implements AttemptResult {
    public Refused {
      checks = List.copyOf(checks);
    }

    @Override
    public String text() {
      StringBuilder text = new StringBuilder();
      checks.stream()
          .filter(check -> !check.isPassed())
          .forEach(check -> text.append(text.isEmpty() ? "" : "; ").append(check.text()));
      return text.toString();
    }

    /** Whether another attempt would be refused as well. */
    public boolean isLasting() {
      return checks.stream().anyMatch(CheckResult::isLasting);
    }

    @Override
    public WaitsCaused waits() {
      return WaitsCaused.NONE;
    }
  }

  /** The server refused the statement; nothing was changed, and trying again would not help. */
  record Failed(String text, WaitsCaused waits) implements AttemptResult {}

  /** It may have been done or not. */
  record Unknown(String text, WaitsCaused waits) implements AttemptResult {}
}
