package dev.lowtide.scheduler;

import static dev.lowtide.scheduler.shrink.Plans.CARTS;
import static dev.lowtide.scheduler.shrink.Plans.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.scheduler.approval.ApprovalPolicy;
import dev.lowtide.scheduler.calendar.MaintenanceWindow;
import dev.lowtide.scheduler.operator.Comment;
import dev.lowtide.scheduler.operator.DiffLine;
import dev.lowtide.scheduler.operator.Inbox;
import dev.lowtide.scheduler.operator.OperatorException;
import dev.lowtide.scheduler.operator.OperatorException.Kind;
import dev.lowtide.scheduler.operator.Review;
import dev.lowtide.scheduler.operator.Reviews;
import dev.lowtide.scheduler.operator.Vote;
import dev.lowtide.scheduler.plan.Descriptions;
import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import dev.lowtide.scheduler.shrink.Subject;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is said of a request until it is approved. */
class RequestDeskTest extends OperatorDeskScenario {

  private final Reviews reviews = operator.reviews();

  @Test
  void aRequestShowsWhatThereIsToDecide() {
    RunId run = operator.request(ORDERS, "ann").id();
    reviews.comment(run, "bob", " why now? ");
    clock.advance(Duration.ofHours(1));

    Review review = reviews.review(run);

    assertThat(review.revision()).isEqualTo(1);
    assertThat(review.votes()).isEmpty();
    assertThat(review.votesNeeded()).isEqualTo(1);
    assertThat(review.comments()).extracting(Comment::text).containsExactly("why now?");
    assertThat(review.diff()).isEmpty();
    assertThat(review.checks()).isNotEmpty().allMatch(CheckResult::isPassed);
    assertThat(review.expiresIn()).isEqualTo(Duration.ofHours(71));
  }

  @Test
  void aYesIsToThePlanThatWasSeen() {
    ShrinkRun run = operator.request(ORDERS, "ann");
    catalog.add(Descriptions.table(CARTS, 200, 1000));
    ShrinkRun other = operator.request(CARTS, "ann");

    OperatorException no = no(() -> reviews.approve(run.id(), other.plan().hash(), "bob"));
    assertThat(no.kind()).isEqualTo(Kind.CHANGED);

    assertThat(reviews.approve(run.id(), run.plan().hash(), "bob").state())
        .isEqualTo(RunState.APPROVED);
    assertThat(reviews.review(run.id()).votes()).containsExactly(new Vote("bob", clock.instant()));
  }

  @Test
  void aRevisionShowsWhatItChanged() {
    ShrinkRun first = operator.request(ORDERS, "ann");
    reviews.requestChanges(first.id(), "bob", "wait for the new column");
    catalog.add(Descriptions.table(ORDERS, 300, 1000, "CREATE TABLE `orders` (`id` bigint)"));

    ShrinkRun again = reviews.revise(first.id(), Optional.empty(), "ann");

    assertThat(again.plan().hash()).isNotEqualTo(first.plan().hash());
    Review review = reviews.review(first.id());
    assertThat(review.revision()).isEqualTo(2);
    assertThat(review.diff())
        .contains(
            new DiffLine('-', "file: 200 MiB"),
            new DiffLine('+', "file: 300 MiB"),
            new DiffLine(' ', "subject: shop.orders"),
            new DiffLine('+', "definition: CREATE TABLE `orders` (`id` bigint)"));
    assertThat(no(() -> reviews.approve(first.id(), first.plan().hash(), "bob")).kind())
        .isEqualTo(Kind.CHANGED);
  }

  @Test
  void aRequestIsForAWindowThatThereIs() {
    assertThatThrownBy(() -> operator.request(Subject.of(ORDERS), Optional.empty(), "x", "ann"))
        .hasMessageContaining("window: 'x' (expected: none, since none is set)");
    long window = calendar.add(nights(), "eve").id();
    ShrinkRun run = operator.request(Subject.of(ORDERS), Optional.empty(), "nights", "ann");
    assertThat(run.plan().window()).isEqualTo("nights");

    calendar.removeWindow(window, "eve");
    reviews.requestChanges(run.id(), "bob", "any time will do");
    assertThatThrownBy(() -> reviews.revise(run.id(), Optional.empty(), "ann"))
        .hasMessageContaining("window: 'nights'");
    assertThat(reviews.revise(run.id(), Optional.of(""), "ann").plan().window()).isEmpty();
    assertThat(reviews.review(run.id()).diff())
        .contains(new DiffLine('-', "window: nights"), new DiffLine('+', "window: any"));
  }

  private static MaintenanceWindow nights() {
    return new MaintenanceWindow(
        0,
        "nights",
        EnumSet.allOf(DayOfWeek.class),
        LocalTime.of(1, 0),
        LocalTime.of(5, 0),
        ZoneOffset.UTC);
  }

  @Test
  void anInboxHasWhatOthersAskedForAndWhatOneAskedForOneself() {
    catalog.add(Descriptions.table(CARTS, 200, 1000));
    RunId anns = operator.request(ORDERS, "ann").id();
    RunId bobs = operator.request(CARTS, "bob").id();

    Inbox inbox = reviews.inbox("bob");
    assertThat(inbox.toDecide()).extracting(item -> item.run().id()).containsExactly(anns);
    assertThat(inbox.own()).extracting(item -> item.run().id()).containsExactly(bobs);
    assertThat(inbox.toDecide().get(0).votesNeeded()).isEqualTo(1);

    operator.approve(anns, "bob");
    operator.abort(bobs, "bob");
    assertThat(reviews.inbox("bob")).isEqualTo(new Inbox(List.of(), List.of()));
  }

  @Test
  void whatWentStaleIsInTheInboxOfWhoAskedForAsLongAsARequest() {
    RunId run = waiting();
    book.move(run, RunState.STALE, "the table changed");

    clock.advance(ApprovalPolicy.REQUEST_LIFETIME);
    assertThat(reviews.inbox("ann").own()).extracting(item -> item.run().id()).containsExactly(run);

    clock.advance(Duration.ofMillis(1));
    assertThat(reviews.inbox("ann").own()).isEmpty();
  }

  @Test
  void whoAskedWithdrawsWhatAnApproverWantsOtherwise() {
    RunId run = operator.request(ORDERS, "ann").id();
    reviews.requestChanges(run, "bob", "not now");

    assertThat(operator.abort(run, "ann").reason()).isEqualTo("withdrawn by ann");
  }

  @Test
  void anApprovalIsTakenBack() {
    RunId run = waiting();

    assertThat(reviews.revoke(run, "carl", "the sale begins").reason())
        .isEqualTo("revoked by carl: the sale begins");
  }

  @Test
  void commentsHaveALengthAndANumber() {
    RunId run = operator.request(ORDERS, "ann").id();

    assertThatThrownBy(() -> reviews.comment(run, "bob", "  "))
        .hasMessage("text: missing (expected: what you want to say)");
    assertThatThrownBy(() -> reviews.comment(run, "bob", "x".repeat(2001)))
        .hasMessage("text: 2001 characters (expected: at most 2000)");
    for (int i = 0; i < Comment.COUNT_MAX; i++) {
      reviews.comment(run, "bob", "word " + i);
    }
    assertThat(no(() -> reviews.comment(run, "bob", "one more")).kind()).isEqualTo(Kind.REFUSED);
    assertThat(no(() -> reviews.comment(new RunId(99), "bob", "nowhere")).kind())
        .isEqualTo(Kind.NOT_FOUND);
  }
}
