package dev.lowtide.scheduler.approval;

import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.scheduler.shrink.Approval;
import dev.lowtide.scheduler.shrink.Plans;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import dev.lowtide.scheduler.shrink.TableFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class ApprovalDeskTest {

  private static final Duration REQUEST_LIFETIME = Duration.ofDays(3);
  private static final Duration APPROVAL_LIFETIME = Duration.ofDays(7);
  private static final Instant LATER = NOW.plusSeconds(60);

  private final ApprovalDesk desk = desk(false);

  @Test
  void anotherPersonApproves() {
    ShrinkRun run = desk.approve(proposed(), "bob", LATER);

    assertThat(run.state()).isEqualTo(RunState.APPROVED);
    assertThat(run.reason()).isEqualTo("approved by bob");
    assertThat(run.approval()).isEqualTo(new Approval("bob", LATER, false, run.plan().hash()));
  }

  @Test
  void theRequesterNeverApproves() {
    assertThatThrownBy(() -> desk.approve(proposed(), "ann", LATER))
        .isInstanceOf(NotAllowedException.class)
        .hasMessage("run 7 was requested by ann (expected: an approver other than the requester)");
  }

  @Test
  void theRequesterNeverApprovesEvenWhereConfigurationWould() {
    assertThatThrownBy(() -> desk(true).approve(proposed(), "ann", LATER))
        .isInstanceOf(NotAllowedException.class);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "PROPOSED")
  void onlyWhatIsProposedIsDecidedOn(RunState state) {
    assertThatThrownBy(() -> desk.approve(Plans.run(state), "bob", LATER))
        .isInstanceOf(NotAllowedException.class)
        .hasMessage("run 7 is " + state + " and cannot be approved (expected: PROPOSED)");
    assertThatThrownBy(() -> desk.reject(Plans.run(state), "bob", "", LATER))
        .isInstanceOf(NotAllowedException.class)
        .hasMessage("run 7 is " + state + " and cannot be rejected (expected: PROPOSED)");
  }

  @Test
  void aRejectionSaysWhoAndWhy() {
    ShrinkRun run = desk.reject(proposed(), "bob", "not before the sale", LATER);

    assertThat(run.state()).isEqualTo(RunState.REJECTED);
    assertThat(run.reason()).isEqualTo("rejected by bob: not before the sale");
  }

  @Test
  void aRejectionNeedsNoReason() {
    assertThat(desk.reject(proposed(), "bob", " ", LATER).reason()).isEqualTo("rejected by bob");
  }

  @Test
  void theRequesterMayReject() {
    assertThat(desk.reject(proposed(), "ann", "", LATER).state()).isEqualTo(RunState.REJECTED);
  }

  @Test
  void aRequestWaitsForAPerson() {
    ShrinkRun run = proposed();

    assertThat(desk.onRequested(run, LATER)).isSameAs(run);
  }

  @Test
  void anAutomaticApprovalIsRecordedAsSuch() {
    ShrinkRun run = desk(true).onRequested(proposed(), LATER);

    assertThat(run.state()).isEqualTo(RunState.APPROVED);
    assertThat(run.reason()).isEqualTo("approved by configuration");
    assertThat(run.approval())
        .isEqualTo(new Approval("approval: automatic", LATER, true, run.plan().hash()));
  }

  @Test
  void aRequestThatNobodyDecidedOnExpires() {
    Instant limit = NOW.plus(REQUEST_LIFETIME);

    assertThat(desk.expire(proposed(), limit)).isEmpty();
    assertThat(desk.expire(proposed(), limit.plusMillis(1)))
        .hasValueSatisfying(
            run -> {
              assertThat(run.state()).isEqualTo(RunState.EXPIRED);
              assertThat(run.reason()).isEqualTo("nobody decided within 3 d");
            });
  }

  @ParameterizedTest
  @EnumSource(names = {"APPROVED", "WAITING_FOR_QUIET"})
  void anApprovalThatWasNeverUsedExpires(RunState state) {
    ShrinkRun run = approved(state);
    Instant limit = LATER.plus(APPROVAL_LIFETIME);

    assertThat(desk.expire(run, limit)).isEmpty();
    assertThat(desk.expire(run, limit.plusMillis(1)))
        .hasValueSatisfying(
            expired -> {
              assertThat(expired.state()).isEqualTo(RunState.EXPIRED);
              assertThat(expired.reason()).isEqualTo("it was never quiet within 7 d");
            });
  }

  /** It goes on in its next window, however far off that is, and keeps what it has done. */
  @ParameterizedTest
  @EnumSource(names = {"SHADOW_COPY", "EXCHANGE_PARTITION"})
  void aCopyThatHasBegunDoesNotExpire(ShrinkMethod method) {
    ShrinkRun begun = waiting(method).begun();
    ShrinkRun begunInVain = waiting(method).notBefore(LATER.plusSeconds(1));

    assertThat(desk.expiresAt(begun)).isEmpty();
    assertThat(desk.expire(begun, LATER.plus(Duration.ofDays(365)))).isEmpty();
    assertThat(desk.expiresAt(begunInVain)).isEmpty();
  }

  @Test
  void aCopyThatHasNotBegunExpires() {
    assertThat(desk.expiresAt(waiting(ShrinkMethod.SHADOW_COPY)))
        .hasValue(LATER.plus(APPROVAL_LIFETIME));
  }

  @Test
  void whatBeginsAnewWithEachAttemptExpires() {
    assertThat(desk.expiresAt(waiting(ShrinkMethod.COPY_UNDER_HOLD).begun()))
        .hasValue(LATER.plus(APPROVAL_LIFETIME));
  }

  /** A copy may begin only if it is still what was approved, whatever it has done already. */
  @Test
  void aCopyThatHasBegunStillGoesStale() {
    ShrinkRun begun = waiting(ShrinkMethod.SHADOW_COPY).begun();

    assertThat(desk.approvedPlan(begun, begun.plan())).isPresent();
    assertThat(desk.approvedPlan(begun, drifted())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"PROPOSED", "CHANGES_REQUESTED", "APPROVED", "WAITING_FOR_QUIET"})
  void whatIsAtWorkOrOverDoesNotExpire(RunState state) {
    ShrinkRun run = with(approved(RunState.WAITING_FOR_QUIET), state);

    assertThat(desk.expire(run, NOW.plus(Duration.ofDays(365)))).isEmpty();
  }

  @Test
  void thePlanOfNowIsApprovedIfItIsStillTheSame() {
    ShrinkRun run = approved(RunState.WAITING_FOR_QUIET);
    ShrinkPlan planNow = Plans.plan().among(List.of("has no source"));

    assertThat(desk.approvedPlan(run, planNow))
        .hasValueSatisfying(
            approved -> {
              assertThat(approved.run()).isEqualTo(run.id());
              assertThat(approved.plan()).isEqualTo(planNow).isNotEqualTo(run.plan());
              assertThat(approved.approval()).isEqualTo(run.approval());
            });
  }

  @Test
  void anotherPlanThanTheApprovedOneIsNot() {
    ShrinkRun run = approved(RunState.WAITING_FOR_QUIET);

    assertThat(desk.approvedPlan(run, drifted())).isEmpty();
  }

  @Test
  void anApprovalOfAnotherPlanIsNone() {
    ShrinkRun proposed = proposed();
    Approval ofAnother = new Approval("bob", LATER, false, drifted().hash());
    ShrinkRun run =
        proposed
            .approved(ofAnother, "approved by bob", LATER)
            .become(RunState.WAITING_FOR_QUIET, "waiting", LATER);

    assertThat(desk.approvedPlan(run, Plans.plan())).isEmpty();
    assertThat(desk.approvedPlan(run, drifted())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "WAITING_FOR_QUIET")
  void onlyARunThatWaitsForQuietMayBegin(RunState state) {
    ShrinkRun run = with(approved(RunState.WAITING_FOR_QUIET), state);

    assertThat(desk.approvedPlan(run, Plans.plan())).isEmpty();
  }

  @Test
  void nothingIsApprovedWithoutAnApproval() {
    ShrinkRun run = Plans.run(RunState.WAITING_FOR_QUIET);

    assertThat(desk.approvedPlan(run, Plans.plan())).isEmpty();
  }

  private static ApprovalDesk desk(boolean isAutomatic) {
    return new ApprovalDesk(new ApprovalPolicy(isAutomatic, REQUEST_LIFETIME, APPROVAL_LIFETIME));
  }

  private static ShrinkRun proposed() {
    return Plans.run(RunState.PROPOSED);
  }

  private ShrinkRun approved(RunState state) {
    return with(desk.approve(proposed(), "bob", LATER), state);
  }

  private ShrinkRun waiting(ShrinkMethod method) {
    ShrinkRun proposed = with(proposed(), Plans.plan(Plans.ORDERS, method), RunState.PROPOSED);
    return desk.approve(proposed, "bob", LATER)
        .become(RunState.WAITING_FOR_QUIET, "waiting", LATER);
  }

  private static ShrinkRun with(ShrinkRun run, RunState state) {
    return with(run, run.plan(), state);
  }

  private static ShrinkRun with(ShrinkRun run, ShrinkPlan plan, RunState state) {
    return new ShrinkRun(
        run.id(),
        plan,
        state,
        run.requestedBy(),
        run.requestedAt(),
        run.approval(),
        run.attempts(),
        run.notBefore(),
        run.reason(),
        run.changedAt(),
        run.waits(),
        run.isAcknowledged());
  }

  private static ShrinkPlan drifted() {
    TableFacts facts = Plans.facts(Plans.ORDERS);
    return Plans.plan(
        Plans.ORDERS,
        new TableFacts(
            facts.tablespace(),
            "CREATE TABLE `orders` (`id` bigint)",
            facts.spaceIds(),
            facts.referencedBy(),
            "8.4.3"));
  }
}
