package dev.lowtide.scheduler.journal;

import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.scheduler.operator.AuditEntry;
import dev.lowtide.scheduler.operator.Comment;
import dev.lowtide.scheduler.operator.Vote;
import dev.lowtide.scheduler.shrink.Plans;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReviewStoreTest {

  private static final Instant LATER = NOW.plusSeconds(60);
  private static final ShrinkPlan OTHER = Plans.plan(Plans.CARTS);

  private final Store store = Stores.inMemory();
  private final Journal journal = new Journal(store);
  private final ReviewStore reviews = journal.reviews();
  private final ShrinkRun run = journal.insert(Plans.plan(), "ann", NOW);

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aYesIsKeptAndInTheTrail() {
    reviews.vote(run, run, 0, "bob", LATER);

    assertThat(reviews.votes(run.id())).containsExactly(new Vote("bob", LATER));
    assertThat(journal.audit().get(0))
        .extracting(AuditEntry::by, AuditEntry::action)
        .containsExactly("bob", "approve");
  }

  @Test
  void theStoreRefusesTheRequestersOwnYes() {
    assertThatThrownBy(() -> reviews.vote(run, run, 0, "ann", LATER))
        .hasMessageContaining("VOTER_IS_NOT_REQUESTER");
    assertThat(reviews.votes(run.id())).isEmpty();
    assertThat(journal.audit()).hasSize(1);
  }

  @Test
  void theStoreRefusesASecondYesOfTheSame() {
    reviews.vote(run, run, 0, "bob", LATER);

    assertThatThrownBy(() -> reviews.vote(run, run, 1, "bob", LATER))
        .hasMessageContaining("APPROVAL_VOTE");
  }

  @Test
  void whoWasSlowerThanSomebodyElseDecidesAnew() {
    reviews.vote(run, run, 0, "bob", LATER);

    assertThatThrownBy(() -> reviews.vote(run, run, 0, "carl", LATER))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("somebody else said yes to run 1");
    assertThat(reviews.votes(run.id())).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO approval_vote VALUES (1, 'ann', 'ann', 'x', 0)",
        "INSERT INTO approval_vote VALUES (1, 'ann', 'somebody', 'x', 0)",
        "UPDATE approval_vote SET person = 'ann'",
        "UPDATE approval_vote SET requested_by = 'somebody'",
        "UPDATE run SET requested_by = 'bob'",
        "UPDATE run SET approved_by = 'ann'",
      })
  void noStatementMakesTheRequesterAnApprover(String sql) {
    reviews.vote(run, run, 0, "bob", LATER);

    assertThatThrownBy(() -> store.jdbi().useHandle(handle -> handle.execute(sql)))
        .hasMessageContaining("onstraint violation");
  }

  @Test
  void anotherRevisionKeepsTheOldPlanAndForgetsWhoSaidYesToIt() {
    reviews.vote(run, run, 0, "bob", LATER);
    ShrinkRun back = run.become(RunState.CHANGES_REQUESTED, "smaller", LATER);
    journal.update(run, back, "bob");
    assertThat(reviews.planBefore(run.id())).isEmpty();

    reviews.revise(back, back.revised(OTHER, "asked for again", LATER), "ann");

    assertThat(reviews.revision(run.id())).isEqualTo(2);
    assertThat(reviews.votes(run.id())).isEmpty();
    assertThat(reviews.planBefore(run.id())).contains(Plans.plan());
    assertThat(journal.run(run.id()).orElseThrow().plan()).isEqualTo(OTHER);
  }

  @Test
  void whatIsStaleIsNotAskedForAgainWhileAnotherRunIsInTheWay() {
    store.jdbi().useHandle(handle -> handle.execute("UPDATE run SET state = 'STALE'"));
    ShrinkRun stale = journal.run(run.id()).orElseThrow();
    journal.insert(Plans.plan(), "bob", LATER);

    assertThatThrownBy(
            () -> reviews.revise(stale, stale.revised(Plans.plan(), "again", LATER), "ann"))
        .isInstanceOf(RunInTheWayException.class);
    assertThat(reviews.revision(run.id())).isEqualTo(1);
  }

  @Test
  void commentsStandInTheirOrderWithTheRevisionThatTheyAreAbout() {
    reviews.comment(run.id(), "bob", "why now?", NOW);
    reviews.comment(run.id(), "ann", "the disk is full", LATER);

    assertThat(reviews.comments(run.id()))
        .containsExactly(
            new Comment(NOW, "bob", 1, "why now?"),
            new Comment(LATER, "ann", 1, "the disk is full"));
    assertThat(journal.audit().get(0))
        .extracting(AuditEntry::action, AuditEntry::text)
        .containsExactly("comment", "run 1: the disk is full");
  }
}
