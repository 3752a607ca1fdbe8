package dev.lowtide.scheduler.journal;

import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.SettableClock;
import dev.lowtide.scheduler.operator.Bearer;
import dev.lowtide.scheduler.operator.Person;
import dev.lowtide.scheduler.operator.Role;
import dev.lowtide.scheduler.operator.TokenScope;
import dev.lowtide.scheduler.operator.Vote;
import dev.lowtide.scheduler.shrink.Approval;
import dev.lowtide.scheduler.shrink.Plans;
import dev.lowtide.scheduler.shrink.RunStep;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is left of somebody's access when it changes or ends. */
public class PeopleStoreLeaversTest {

  private static final Person ANN = new Person("ann", Role.OPERATOR);
  private static final Person BOB = new Person("bob", Role.ADMINISTRATOR);
  private static final Duration HOUR = Duration.ofHours(1);

  private final Store store = open();
  private final PeopleStore people = new PeopleStore(store, new SettableClock(NOW));

  /** The same holds for every kind of store. */
  protected Store open() {
    return Stores.inMemory();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void whoIsInvitedAgainHasNoPasswordUntilTheLinkIsUsed() {
    people.acceptLink(people.invite(ANN), "first");

    String secret = people.invite(ANN);
    assertThat(people.passwordHash("ann")).isEmpty();
    people.acceptLink(secret, "second");

    assertThat(people.passwordHash("ann")).contains("second");
    assertThat(people.all()).containsExactly(ANN);
  }

  @Test
  void whoIsInvitedAgainHasTheRoleOfTheLastInvitation() {
    people.invite(new Person("ann", Role.ADMINISTRATOR));
    String token = people.createToken("ann", "ci", TokenScope.ACT, HOUR);

    people.invite(ANN);

    assertThat(people.find("ann")).contains(ANN);
    assertThat(people.bearer(token)).contains(new Bearer(ANN, TokenScope.ACT));
  }

  @Test
  void aNewPasswordEndsTheTokensFromBefore() {
    people.invite(BOB);
    String bobs = people.createToken("bob", "ci", TokenScope.ACT, HOUR);
    people.invite(ANN);
    String anns = people.createToken("ann", "ci", TokenScope.ACT, HOUR);

    people.acceptLink(people.invite(ANN), "second");

    assertThat(people.bearer(anns)).isEmpty();
    assertThat(people.bearer(bobs)).contains(new Bearer(BOB, TokenScope.ACT));
  }

  @Test
  void aLinkThatIsOverEndsNoToken() {
    String secret = people.invite(ANN);
    people.acceptLink(secret, "first");
    String token = people.createToken("ann", "ci", TokenScope.ACT, HOUR);

    people.acceptLink(secret, "second");

    assertThat(people.bearer(token)).contains(new Bearer(ANN, TokenScope.ACT));
  }

  @Test
  void whoseAccessIsEndedHasNothingLeftToComeInWith() {
    people.acceptLink(people.invite(ANN), "password");
    String token = people.createToken("ann", "ci", TokenScope.ACT, HOUR);
    String link = people.invite(ANN);
    people.invite(BOB);

    assertThat(people.endAccess("ann", "bob")).isTrue();

    assertThat(people.passwordHash("ann")).isEmpty();
    assertThat(people.bearer(token)).isEmpty();
    assertThat(people.acceptLink(link, "again")).isEmpty();
    assertThat(people.all()).containsExactly(BOB);
  }

  @Test
  void whoIsNotThereHasNoAccessToEnd() {
    people.invite(BOB);

    assertThat(people.endAccess("ann", "bob")).isFalse();

    assertThat(people.all()).containsExactly(BOB);
  }

  @Test
  void aYesIsNotLongerThereThanTheRightToSayIt() {
    Journal journal = new Journal(store);
    ShrinkRun run = journal.insert(Plans.plan(), "ann", NOW);
    people.invite(new Person("carol", Role.APPROVER));
    people.invite(new Person("dave", Role.APPROVER));
    journal.reviews().vote(run, run, 0, "carol", NOW);
    journal.reviews().vote(run, run, 1, "dave", NOW);

    people.endAccess("carol", "bob");
    assertThat(voters(journal, run)).containsExactly("dave");
    people.invite(new Person("dave", Role.ADMINISTRATOR, true), "bob");
    assertThat(voters(journal, run)).containsExactly("dave");
    people.invite(new Person("dave", Role.VIEWER), "bob");

    assertThat(voters(journal, run)).isEmpty();
    assertThat(journal.audit())
        .filteredOn(entry -> entry.action().equals("withdraw yes"))
        .extracting(entry -> entry.by() + ": " + entry.text())
        .containsExactly(
            "bob: run 1: the yes of dave counts no more: they may not approve any longer",
            "bob: run 1: the yes of carol counts no more: they may not approve any longer");
    assertThat(journal.steps(run.id()))
        .extracting(RunStep::text)
        .contains("the yes of carol counts no more: they may not approve any longer");
  }

  @Test
  void whatIsApprovedStaysSoWhoeverLeaves() {
    Journal journal = new Journal(store);
    ShrinkRun run = journal.insert(Plans.plan(), "ann", NOW);
    people.invite(new Person("carol", Role.APPROVER));
    ShrinkRun approved =
        run.approved(new Approval("carol", NOW, false, run.plan().hash()), "approved", NOW);
    journal.reviews().vote(run, approved, 0, "carol", NOW);

    people.endAccess("carol", "bob");

    assertThat(voters(journal, run)).containsExactly("carol");
  }

  private static List<String> voters(Journal journal, ShrinkRun run) {
    return journal.reviews().votes(run.id()).stream().map(Vote::by).toList();
  }

  @Test
  void whatIsDoneToPeopleIsInTheAuditTrail() {
    people.acceptLink(people.invite(ANN, "bob"), "hash");
    people.createToken("ann", "ci", TokenScope.ACT, Duration.ofHours(1));
    people.revokeToken("ann", people.tokens("ann").get(0).id());
    people.revokeToken("ann", 4711);
    people.endAccess("ann", "bob");
    people.endAccess("ann", "bob");

    assertThat(new Journal(store).audit())
        .extracting(entry -> entry.by() + ": " + entry.action() + ": " + entry.text())
        .containsExactly(
            "bob: end access: ann",
            "ann: revoke token: token 1",
            "ann: create token: ci, to ACT",
            "ann: choose password: through a one-time link",
            "bob: invite: ann as OPERATOR");
    assertThat(new Journal(store).trail().verify().isUnbroken()).isTrue();
  }
}
