package dev.lowtide.scheduler;

import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.approval.ApprovalDesk;
import dev.lowtide.scheduler.approval.ApprovalPolicy;
import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.journal.Store;
import dev.lowtide.scheduler.journal.Stores;
import dev.lowtide.scheduler.operator.AuditEntry;
import dev.lowtide.scheduler.shrink.Plans;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExpiryWarningTest {

  private static final Instant LIMIT = NOW.plus(ApprovalPolicy.REQUEST_LIFETIME);
  private static final Instant DUE = LIMIT.minus(ExpiryWarning.BEFORE);

  private final Store store = Stores.inMemory();
  private final Journal journal = new Journal(store);
  private final ApprovalDesk desk =
      new ApprovalDesk(
          new ApprovalPolicy(
              false, ApprovalPolicy.REQUEST_LIFETIME, ApprovalPolicy.APPROVAL_LIFETIME));
  private final ExpiryWarning warning = new ExpiryWarning(journal, desk);
  private final ShrinkRun run = journal.insert(Plans.plan(), "ann", NOW);

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void nothingIsSaidLongBefore() {
    warning.look(List.of(run), DUE.minusMillis(1));

    assertThat(warnings()).isEmpty();
  }

  @Test
  void itIsSaidOnceThatARequestWillExpire() {
    warning.look(List.of(run), DUE);
    warning.look(List.of(run), DUE.plusSeconds(1));

    assertThat(warnings())
        .containsExactly(
            "run %s for %s is PROPOSED, and expires at %s"
                .formatted(run.id(), run.plan().subject(), LIMIT));
  }

  @Test
  void itIsNotSaidAgainAfterARestart() {
    warning.look(List.of(run), DUE);

    new ExpiryWarning(journal, desk).look(List.of(run), DUE.plusSeconds(1));

    assertThat(warnings()).hasSize(1);
  }

  @Test
  void ofWhatIsShortIsSaidAtHalfOfIt() {
    Duration short8 = Duration.ofHours(8);
    ApprovalDesk brief = new ApprovalDesk(new ApprovalPolicy(false, short8, short8));
    ExpiryWarning early = new ExpiryWarning(journal, brief);
    Instant yesAt = NOW.plus(Duration.ofHours(2));
    ShrinkRun approved = brief.approve(run, "bob", yesAt);

    early.look(List.of(run), NOW.plus(Duration.ofHours(4)).minusMillis(1));
    early.look(List.of(approved), yesAt.plus(Duration.ofHours(4)).minusMillis(1));
    assertThat(warnings()).isEmpty();

    early.look(List.of(run), NOW.plus(Duration.ofHours(4)));
    early.look(List.of(approved), yesAt.plus(Duration.ofHours(4)));
    assertThat(warnings()).hasSize(2);
  }

  private List<String> warnings() {
    return journal.audit().stream()
        .filter(entry -> entry.action().equals("expiring"))
        .map(AuditEntry::text)
        .toList();
  }
}
