package dev.lowtide.scheduler.approval;

import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.PlanHash;
import dev.lowtide.scheduler.shrink.Plans;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import dev.lowtide.scheduler.shrink.TableFacts;
import dev.lowtide.scheduler.shrink.Tablespace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens between a request and its approval; its file has 100 MiB. */
class ReviewTest {

  private static final Instant LATER = NOW.plusSeconds(60);
  private static final PlanHash SEEN = Plans.plan().hash();

  @Test
  void aLargeFileTakesTwo() {
    ApprovalDesk desk = desk(1, ByteSize.ofMebibytes(99));

    ShrinkRun first = desk.approve(proposed(), List.of(), SEEN, "bob", LATER);
    ShrinkRun second = desk.approve(first, List.of("bob"), SEEN, "carl", LATER);

    assertThat(first).isEqualTo(proposed());
    assertThat(second.state()).isEqualTo(RunState.APPROVED);
    assertThat(second.reason()).isEqualTo("approved by bob and carl");
  }

  @Test
  void aFileOfJustThatSizeTakesOne() {
    assertThat(desk(1, ByteSize.ofMebibytes(100)).approversOf(Plans.plan())).isEqualTo(1);
    assertThat(desk(3, ByteSize.ofMebibytes(99)).approversOf(Plans.plan())).isEqualTo(3);
  }

  @Test
  void nobodyCountsTwice() {
    assertThatThrownBy(() -> desk(2, null).approve(proposed(), List.of("bob"), SEEN, "bob", LATER))
        .isInstanceOf(NotAllowedException.class)
        .hasMessage("run 7 has the yes of bob (expected: one of somebody else)");
  }

  @Test
  void theRequesterIsNeitherTheFirstNorTheSecond() {
    for (List<String> others : List.of(List.<String>of(), List.of("bob"))) {
      assertThatThrownBy(() -> desk(2, null).approve(proposed(), others, SEEN, "ann", LATER))
          .isInstanceOf(NotAllowedException.class);
    }
  }

  @Test
  void aYesToAnotherPlanIsNone() {
    PlanHash other = Plans.plan(Plans.CARTS).hash();

    assertThatThrownBy(() -> desk(1, null).approve(proposed(), List.of(), other, "bob", LATER))
        .isInstanceOf(PlanChangedException.class)
        .hasMessage(
            "the plan of run 7 is "
                + SEEN.abbreviated()
                + " now, and you saw "
                + other.abbreviated()
                + " (expected: a decision on the plan as it is; load it again)");
  }

  @Test
  void whatAnApproverWantsOtherwiseGoesBackAndIsAskedForAgainByTheSame() {
    ApprovalDesk desk = desk(1, null);
    ShrinkRun back = desk.requestChanges(proposed(), "bob", " at night ", LATER);
    assertThat(back.state()).isEqualTo(RunState.CHANGES_REQUESTED);
    assertThat(back.reason()).isEqualTo("bob wants it otherwise: at night");

    assertThatThrownBy(() -> desk.revise(back, Plans.plan(), "bob", LATER))
        .isInstanceOf(NotAllowedException.class)
        .hasMessage("run 7 was requested by ann (expected: to be asked for again by them)");
    ShrinkRun again = desk.revise(back, of(200), "ann", LATER);

    assertThat(again.state()).isEqualTo(RunState.PROPOSED);
    assertThat(again.plan()).isEqualTo(of(200).asRevision(2));
    assertThat(again.approval()).isNull();
  }

  @Test
  void whatIsStaleIsInNobodysWay() {
    ShrinkRun stale = Plans.run(RunState.STALE);

    assertThatThrownBy(() -> desk(1, null).revise(stale, of(200), "bob", LATER))
        .hasMessage(
            "run 7 was requested by ann (expected: to be asked for again by them, or a request of"
                + " your own)");
  }

  @Test
  void whatIsStaleIsAskedForAgain() {
    assertThat(desk(1, null).revise(Plans.run(RunState.STALE), of(200), "ann", LATER).state())
        .isEqualTo(RunState.PROPOSED);
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"CHANGES_REQUESTED", "STALE"})
  void nothingElseIsAskedForAgain(RunState state) {
    assertThatThrownBy(() -> desk(1, null).revise(Plans.run(state), of(200), "ann", LATER))
        .isInstanceOf(NotAllowedException.class)
        .hasMessage(
            "run 7 is "
                + state
                + " and cannot be asked for again (expected: CHANGES_REQUESTED or STALE)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  "})
  void changesAndRevocationsHaveAReason(String why) {
    assertThatThrownBy(() -> desk(1, null).requestChanges(proposed(), "bob", why, LATER))
        .hasMessage("why: missing (expected: a reason, in a few words)");
    assertThatThrownBy(() -> desk(1, null).revoke(Plans.run(RunState.APPROVED), "bob", why, LATER))
        .hasMessage("why: missing (expected: a reason, in a few words)");
  }

  @ParameterizedTest
  @EnumSource
  void anApprovalIsTakenBackOnlyBeforeAnythingIsBegun(RunState state) {
    ShrinkRun run = Plans.run(state);
    if (state == RunState.APPROVED || state == RunState.WAITING_FOR_QUIET) {
      ShrinkRun revoked = desk(1, null).revoke(run, "bob", "the sale", LATER);
      assertThat(revoked.state()).isEqualTo(RunState.REVOKED);
      assertThat(revoked.reason()).isEqualTo("revoked by bob: the sale");
    } else {
      assertThatThrownBy(() -> desk(1, null).revoke(run, "bob", "the sale", LATER))
          .isInstanceOf(NotAllowedException.class);
    }
  }

  @Test
  void aYesToOneRevisionIsNoneToTheNextEvenIfItIsTheSame() {
    ApprovalDesk desk = desk(1, null);
    PlanHash seen = proposed().plan().hash();
    ShrinkRun back = desk.requestChanges(proposed(), "bob", "take a backup first", LATER);
    ShrinkRun again = desk.revise(back, Plans.plan(), "ann", LATER);

    assertThatThrownBy(() -> desk.approve(again, List.of(), seen, "eve", LATER))
        .isInstanceOf(PlanChangedException.class);
    ShrinkRun approved = waiting(desk.approve(again, List.of(), again.plan().hash(), "eve", LATER));
    assertThat(desk.drift(approved, Plans.plan())).isEmpty();
    assertThat(desk.approvedPlan(approved, Plans.plan()).orElseThrow().plan())
        .isEqualTo(again.plan());
  }

  @Test
  void anotherServerByTheSameAddressMakesItStale() {
    ShrinkPlan seen = Plans.plan().among(List.of("is 5d2c-1", "has no source"));
    ShrinkRun run = waiting(desk(1, null).approve(proposed(seen), "bob", LATER));

    assertThat(desk(1, null).drift(run, Plans.plan().among(List.of("is 5d2c-2", "has no source"))))
        .isEqualTo("since it was approved the server is 5d2c-2");
  }

  @Test
  void aFollowerThatNobodySawMakesItStale() {
    ShrinkPlan seen = Plans.plan().among(List.of("has no source", "is followed by r@one"));
    ShrinkRun run = waiting(desk(1, null).approve(proposed(seen), "bob", LATER));

    List<String> another = List.of("has no source", "is followed by r@one", "is followed by r@two");
    assertThat(desk(1, null).drift(run, Plans.plan().among(another)))
        .isEqualTo("since it was approved the server is followed by r@two");
    assertThat(desk(1, null).approvedPlan(run, Plans.plan().among(another))).isEmpty();
    assertThat(desk(1, null).drift(run, Plans.plan().among(List.of("follows a source"))))
        .isEqualTo("since it was approved the server follows a source");
  }

  @Test
  void aFollowerThatIsAwayMakesNothingStale() {
    ShrinkPlan seen = Plans.plan().among(List.of("has no source", "is followed by r@one"));
    ShrinkRun run = waiting(desk(1, null).approve(proposed(seen), "bob", LATER));

    assertThat(desk(1, null).drift(run, Plans.plan().among(List.of("has no source")))).isEmpty();
    assertThat(desk(1, null).drift(run, Plans.plan())).isEmpty();
  }

  @Test
  void whatWasApprovedBeforeFollowersWereLookedAtIsNotStale() {
    ShrinkRun run = waiting(desk(1, null).approve(proposed(), "bob", LATER));

    assertThat(desk(1, null).drift(run, Plans.plan().among(List.of("follows a source")))).isEmpty();
  }

  @Test
  void aRevisionHasAsLongAsARequest() {
    ApprovalDesk desk = desk(1, null);
    ShrinkRun again = desk.revise(Plans.run(RunState.STALE), of(100), "ann", LATER);

    assertThat(desk.expiresAt(again)).hasValue(LATER.plus(Duration.ofDays(3)));
    assertThat(desk.expire(again, LATER.plus(Duration.ofDays(3)))).isEmpty();
    assertThat(desk.expire(again, LATER.plus(Duration.ofDays(3)).plusMillis(1))).isPresent();
  }

  @Test
  void whatNobodyChangesExpires() {
    ShrinkRun back = desk(1, null).requestChanges(proposed(), "bob", "smaller", LATER);

    assertThat(desk(1, null).expire(back, LATER.plus(Duration.ofDays(4))))
        .hasValueSatisfying(
            run -> assertThat(run.reason()).isEqualTo("nobody changed it within 3 d"));
  }

  @ParameterizedTest
  @CsvSource({"150, true", "164, true", "165, false", "20, true"})
  void aFileThatGrewByMoreThanHalfIsAnotherRequest(long mebibytes, boolean isStillApproved) {
    ApprovalDesk desk = desk(1, null);
    ShrinkRun run = waiting(desk.approve(proposed(), "bob", LATER));

    assertThat(desk.approvedPlan(run, of(mebibytes)).isPresent()).isEqualTo(isStillApproved);
    assertThat(desk.drift(run, of(mebibytes)).isEmpty()).isEqualTo(isStillApproved);
  }

  @Test
  void whatHasGrownToTakeTwoIsStaleWithOne() {
    ApprovalDesk desk = desk(1, ByteSize.ofMebibytes(110));
    ShrinkRun run = waiting(desk.approve(proposed(), "bob", LATER));

    assertThat(desk.drift(run, of(110))).isEmpty();
    assertThat(desk.drift(run, of(111)))
        .isEqualTo("its file has 111 MiB now, and takes 2 approvals");
  }

  @Test
  void aRuleApprovesAndSaysWhichOneItWas() {
    ApprovalDesk desk =
        desk(
            new ApprovalRule("lab*", null, List.of()),
            new ApprovalRule(
                "sh*p", ByteSize.ofMebibytes(100), List.of(ShrinkMethod.COPY_UNDER_HOLD)));

    ShrinkRun run = desk.onRequested(proposed(), LATER);

    assertThat(run.state()).isEqualTo(RunState.APPROVED);
    assertThat(run.reason())
        .isEqualTo("approved by rule 2: schema sh*p, up to 100 MiB, copy-under-hold");
    assertThat(desk.drift(waiting(run), of(101)))
        .isEqualTo("no rule approves it any more: its file has 101 MiB");
  }

  @ParameterizedTest
  @CsvSource({
    "sho, ,",
    "hop, ,",
    "s.op, ,",
    "shop, 99,",
    "shop, , SHADOW_COPY",
    "shop.*, ,",
  })
  void aRuleApprovesNothingElse(String schema, @Nullable Long size, @Nullable ShrinkMethod way) {
    ApprovalRule rule =
        new ApprovalRule(
            schema,
            size == null ? null : ByteSize.ofMebibytes(size),
            way == null ? List.of() : List.of(way));

    assertThat(desk(rule).onRequested(proposed(), LATER).state()).isEqualTo(RunState.PROPOSED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "shop", "s*", "*p", "sh*op", "s*o*"})
  void aPatternIsForWhatItDescribes(String schema) {
    assertThat(new ApprovalRule(schema, null, List.of()).isFor(Plans.plan())).isTrue();
  }

  @Test
  void aPatternIsNoRegularExpression() {
    ShrinkPlan odd = Plans.plan(new TableName("a\\Eb", "t"));

    assertThat(new ApprovalRule("a*b", null, List.of()).isFor(odd)).isTrue();
    assertThat(new ApprovalRule("[a-z]*", null, List.of()).isFor(Plans.plan())).isFalse();
  }

  private static ShrinkRun proposed() {
    return Plans.run(RunState.PROPOSED);
  }

  private static ShrinkRun proposed(ShrinkPlan plan) {
    return Plans.run(RunState.STALE).revised(plan, "again", NOW);
  }

  private static ShrinkRun waiting(ShrinkRun approved) {
    return approved.become(RunState.WAITING_FOR_QUIET, "waiting", LATER);
  }

  /** The plan for a file of that size. */
  private static ShrinkPlan of(long mebibytes) {
    TableFacts facts = Plans.facts(Plans.ORDERS);
    return Plans.plan(
        Plans.ORDERS,
        new TableFacts(
            new Tablespace(Plans.ORDERS, ByteSize.ofMebibytes(mebibytes), ByteSize.ZERO, 1000),
            facts.definition(),
            facts.spaceIds(),
            facts.referencedBy(),
            facts.serverVersion()));
  }

  private static ApprovalDesk desk(int approvers, @Nullable ByteSize twoAbove) {
    return new ApprovalDesk(policy(List.of(), approvers, twoAbove));
  }

  private static ApprovalDesk desk(ApprovalRule... rules) {
    return new ApprovalDesk(policy(List.of(rules), 1, null));
  }

  private static ApprovalPolicy policy(
      List<ApprovalRule> rules, int approvers, @Nullable ByteSize twoAbove) {
    return new ApprovalPolicy(
        false,
        rules,
        approvers,
        twoAbove,
        ApprovalPolicy.REQUEST_LIFETIME,
        ApprovalPolicy.APPROVAL_LIFETIME);
  }
}
