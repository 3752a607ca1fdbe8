package dev.lowtide.webhook;

import dev.lowtide.scheduler.operator.AuditEntry;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What others are told of. */
public enum NoticeEvent {
  REQUESTED("run.requested", "request"),
  CHANGES_REQUESTED("run.changes-requested", "CHANGES_REQUESTED"),
  APPROVED("run.approved", "APPROVED"),
  REJECTED("run.rejected", "REJECTED"),
  REVOKED("run.revoked", "REVOKED"),
  EXPIRING("run.expiring", "expiring"),
  EXPIRED("run.expired", "EXPIRED"),
  STALE("run.stale", "STALE"),
  STARTED("run.started", "PREFLIGHT"),
  PAUSED("run.paused", "PAUSED"),
  SUCCEEDED("run.succeeded", "SUCCEEDED"),
  FAILED("run.failed", "FAILED"),
  ABORTED("run.aborted", "ABORTED"),
  UNCERTAIN("run.uncertain", "UNCERTAIN");

  private final String word;
  private final String action;

  /**
   * @param action as the audit trail has it
   */
  NoticeEvent(String word, String action) {
    this.word = word;
    this.action = action;
  }

  public String word() {
    return word;
  }

  /** What a line of the audit trail tells; nothing if it is nobody's business outside. */
  static Optional<NoticeEvent> of(AuditEntry entry) {
    return Arrays.stream(values()).filter(event -> event.action.equals(entry.action())).findFirst();
  }

  /**
   * The one with this word.
   *
   * @throws IllegalArgumentException naming those there are
   */
  public static NoticeEvent parse(String word) {
    return Arrays.stream(values())
        .filter(event -> event.word.equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'"
                        + word
                        + "' (expected: one of "
                        + Arrays.stream(values())
                            .map(NoticeEvent::word)
                            .collect(Collectors.joining(", "))
                        + ")"));
  }
}
