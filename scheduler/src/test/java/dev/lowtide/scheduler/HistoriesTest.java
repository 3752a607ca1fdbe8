package dev.lowtide.scheduler;

import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.approval.ApprovalDesk;
import dev.lowtide.scheduler.approval.ApprovalPolicy;
import dev.lowtide.scheduler.approval.ApprovalRule;
import dev.lowtide.scheduler.approval.NotAllowedException;
import dev.lowtide.scheduler.approval.PlanChangedException;
import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.journal.RunInTheWayException;
import dev.lowtide.scheduler.journal.Store;
import dev.lowtide.scheduler.journal.Stores;
import dev.lowtide.scheduler.operator.Permission;
import dev.lowtide.scheduler.operator.Person;
import dev.lowtide.scheduler.operator.Role;
import dev.lowtide.scheduler.operator.Vote;
import dev.lowtide.scheduler.shrink.Approval;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.PlanHash;
import dev.lowtide.scheduler.shrink.Plans;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.RunStep;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import dev.lowtide.scheduler.shrink.TableFacts;
import dev.lowtide.scheduler.shrink.Tablespace;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Histories of one request each, by people of any role who try whatever comes to their minds,
 * through the domain and a store, while the table changes under them. Whatever they do, nobody
 * approves what they asked for, nothing begins whose plan is another than the one that enough
 * people approved, and no state is reached but by its edge. {@code -Dhistories=10000} plays more of
 * them.
 */
class HistoriesTest {

  private static final int HISTORIES = Integer.getInteger("histories", 2_000);

  /** Enough to go all the way and back a few times. */
  private static final int ACTIONS = 16;

  /** A store grows slower the more is in it: a fresh one from time to time. */
  private static final int HISTORIES_OF_A_STORE = 500;

  private static final List<String> NAMES = List.of("ann", "bob", "carl", "dora");
  private static final List<Role> ROLES = List.of(Role.values());
  private static final List<Long> SIZES = List.of(90L, 120L, 300L);

  private final SettableClock clock = new SettableClock(NOW);
  private final Set<RunState> reached = new HashSet<>();
  private int begun;
  private int refused;

  @Test
  void nobodyApprovesTheirOwnAndNothingDriftsAndEveryStateHasItsEdge() {
    for (int first = 0; first < HISTORIES; first += HISTORIES_OF_A_STORE) {
      try (Store store = Stores.inMemory()) {
        for (int seed = first; seed < first + HISTORIES_OF_A_STORE; seed++) {
          new History(seed, new Journal(store)).play();
        }
        assertThat(new Journal(store).trail().verify().what()).isEmpty();
      }
    }
    assertThat(reached)
        .contains(
            RunState.PROPOSED,
            RunState.CHANGES_REQUESTED,
            RunState.APPROVED,
            RunState.PREFLIGHT,
            RunState.REJECTED,
            RunState.EXPIRED,
            RunState.REVOKED,
            RunState.STALE);
    assertThat(begun).as("runs that began").isGreaterThan(HISTORIES / 50);
    assertThat(refused).as("decisions refused").isGreaterThan(HISTORIES);
  }

  /** One request and what becomes of it. */
  private final class History {

    private final int seed;
    private final Random random;
    private final Journal journal;
    private final ApprovalPolicy policy;
    private final ApprovalDesk desk;
    private final RunBook book;
    private final List<Person> people;
    private final Set<PlanHash> seen = new HashSet<>();
    private ShrinkPlan planNow;
    private final Set<RunId> asked = new HashSet<>();
    private @Nullable RunId run;

    History(int seed, Journal journal) {
      this.seed = seed;
      this.random = new Random(seed);
      this.journal = journal;
      this.policy = policy();
      this.desk = new ApprovalDesk(policy);
      this.book = new RunBook(journal, desk, clock);
      this.people = NAMES.stream().map(this::person).toList();
      this.planNow = plan();
    }

    private ApprovalPolicy policy() {
      List<ApprovalRule> rules =
          random.nextInt(5) > 0
              ? List.of()
              : List.of(new ApprovalRule("shop", ByteSize.ofMebibytes(100), List.of()));
      return new ApprovalPolicy(
          random.nextInt(20) == 0,
          rules,
          1 + random.nextInt(2),
          random.nextBoolean() ? null : ByteSize.ofMebibytes(100),
          ApprovalPolicy.REQUEST_LIFETIME,
          ApprovalPolicy.APPROVAL_LIFETIME);
    }

    private Person person(String name) {
      Role role = ROLES.get(random.nextInt(ROLES.size()));
      return new Person(name, role, role.canAlsoApprove() && random.nextBoolean());
    }

    private ShrinkPlan plan() {
      TableFacts facts = Plans.facts(Plans.ORDERS);
      ByteSize size = ByteSize.ofMebibytes(SIZES.get(random.nextInt(SIZES.size())));
      String definition = random.nextInt(3) == 0 ? "`id` bigint" : "`id` int";
      ShrinkPlan plan =
          Plans.plan(
              Plans.ORDERS,
              new TableFacts(
                  new Tablespace(Plans.ORDERS, size, ByteSize.ZERO, 1000),
                  definition,
                  facts.spaceIds(),
                  facts.referencedBy(),
                  facts.serverVersion()));
      seen.add(plan.hash());
      return plan;
    }

    void play() {
      for (int i = 0; i < ACTIONS; i++) {
        Person who = people.get(random.nextInt(people.size()));
        try {
          if (act(who)) {
            check(book.get(id()));
          }
        } catch (NotAllowedException | PlanChangedException | RunInTheWayException e) {
          refused++;
        }
      }
      asked.forEach(this::checkEdges);
      end();
    }

    /** Whether anything was done: most of what comes to people's minds they may not. */
    private boolean act(Person who) {
      clock.advance(Duration.ofHours(random.nextInt(10)));
      if (random.nextInt(12) == 0) {
        planNow = plan();
      }
      int action = run == null ? 0 : random.nextInt(11);
      if (action >= 8) {
        return action == 8 ? expired() : begin();
      }
      Permission permission = action == 0 || action == 5 ? Permission.REQUEST : Permission.APPROVE;
      if (!who.permissions().contains(permission)) {
        return false;
      }
      switch (action) {
        case 0 -> request(who);
        case 4 -> book.requestChanges(id(), who.name(), "otherwise");
        case 5 -> book.revise(id(), planNow, who.name());
        case 6 -> book.revoke(id(), who.name(), "not now");
        case 7 -> book.reject(id(), who.name(), "no");
        default -> book.approve(id(), seenBy(), who.name());
      }
      return true;
    }

    private void request(Person who) {
      run = book.request(planNow, who.name()).id();
      asked.add(run);
    }

    /** The plan as it is, or one that they saw at any time. */
    private PlanHash seenBy() {
      List<PlanHash> hashes = List.copyOf(seen);
      return random.nextInt(4) == 0
          ? hashes.get(random.nextInt(hashes.size()))
          : book.get(id()).plan().hash();
    }

    private boolean expired() {
      book.expire();
      return true;
    }

    /** As the scheduler does whenever it is quiet. */
    private boolean begin() {
      ShrinkRun found = book.get(id());
      if (found.state() == RunState.APPROVED) {
        found = book.move(id(), RunState.WAITING_FOR_QUIET, "waiting");
      }
      if (found.state() != RunState.WAITING_FOR_QUIET) {
        return false;
      }
      if (desk.approvedPlan(found, planNow).isEmpty()) {
        book.move(id(), RunState.STALE, desk.drift(found, planNow));
        return true;
      }
      checkApproved(book.move(id(), RunState.PREFLIGHT, "began"));
      begun++;
      book.move(id(), RunState.ABORTED, "that is far enough");
      return true;
    }

    private RunId id() {
      if (run == null) {
        throw new IllegalStateException("nothing was requested");
      }
      return run;
    }

    /** What is about to work was approved by enough others, as it is now. */
    private void checkApproved(ShrinkRun is) {
      Approval approval = is.approval();
      assertThat(approval).as(as(is)).isNotNull();
      if (approval == null) {
        return;
      }
      assertThat(approval.hash())
          .as(as(is))
          .isEqualTo(planNow.asRevision(is.plan().revision()).hash());
      if (!approval.isAutomatic()) {
        assertThat(votes(is)).as(as(is)).hasSizeGreaterThanOrEqualTo(needed(planNow));
      }
    }

    /** By the words of the settings, not by the code that keeps them. */
    private int needed(ShrinkPlan plan) {
      ByteSize limit = policy.twoAbove();
      boolean isLarge =
          limit != null && plan.facts().tablespace().fileSize().bytes() > limit.bytes();
      return isLarge ? Math.max(2, policy.approvers()) : policy.approvers();
    }

    private void check(ShrinkRun is) {
      List<String> approvers =
          people.stream()
              .filter(person -> person.permissions().contains(Permission.APPROVE))
              .map(Person::name)
              .toList();
      assertThat(votes(is)).as(as(is)).doesNotContain(is.requestedBy()).isSubsetOf(approvers);
      Approval approval = is.approval();
      if (approval != null) {
        assertThat(approval.by()).as(as(is)).isNotEqualTo(is.requestedBy());
      }
    }

    private void checkEdges(RunId id) {
      RunState last = RunState.PROPOSED;
      for (RunStep step : journal.steps(id)) {
        reached.add(step.state());
        assertThat(last == step.state() || last.canBecome(step.state()))
            .as("seed %d, run %s: %s to %s", seed, id, last, step.state())
            .isTrue();
        last = step.state();
      }
      assertThat(last).isEqualTo(book.get(id).state());
    }

    private List<String> votes(ShrinkRun is) {
      return journal.reviews().votes(is.id()).stream().map(Vote::by).toList();
    }

    private String as(ShrinkRun is) {
      return "seed " + seed + ", run " + is.id();
    }

    /** So that the next history's request is not in its way. */
    private void end() {
      for (ShrinkRun open : book.open()) {
        if (open.state() == RunState.APPROVED) {
          book.move(open.id(), RunState.REVOKED, "over");
        } else if (open.state() == RunState.WAITING_FOR_QUIET) {
          book.move(open.id(), RunState.ABORTED, "over");
        } else {
          book.move(open.id(), RunState.REJECTED, "over");
        }
      }
    }
  }
}
