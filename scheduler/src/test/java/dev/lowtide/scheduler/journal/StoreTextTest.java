package dev.lowtide.scheduler.journal;

import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.SettableClock;
import dev.lowtide.scheduler.operator.AccessToken;
import dev.lowtide.scheduler.operator.AuditFilter;
import dev.lowtide.scheduler.operator.Comment;
import dev.lowtide.scheduler.operator.HeldView;
import dev.lowtide.scheduler.operator.Person;
import dev.lowtide.scheduler.operator.Role;
import dev.lowtide.scheduler.operator.RunFilter;
import dev.lowtide.scheduler.operator.TokenScope;
import dev.lowtide.scheduler.shrink.Plans;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A character that has the number 0: PostgreSQL neither keeps it nor can be asked for it. */
class StoreTextTest {

  private static final String NULL = "a\0b";

  private final Store store = Stores.inMemory();
  private final Journal journal = new Journal(store);
  private final PeopleStore people = new PeopleStore(store, new SettableClock(NOW));

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void isWrittenAsItsPicture() {
    ShrinkRun run = journal.insert(Plans.plan(), "ann", NOW);
    people.invite(new Person("ann", Role.OPERATOR));

    Comment said = journal.reviews().comment(run.id(), "bob", NULL, NOW);
    new Standstills(store.jdbi()).hold(new HeldView("ann", NOW, NULL));
    people.createToken("ann", NULL, TokenScope.READ, Duration.ofHours(1));

    assertThat(journal.reviews().comments(run.id())).containsExactly(said);
    assertThat(said.text()).isEqualTo("a␀b");
    assertThat(new Standstills(store.jdbi()).held().orElseThrow().why()).isEqualTo("a␀b");
    assertThat(people.tokens("ann")).extracting(AccessToken::label).containsExactly("a␀b");
  }

  /** A store that is closed would say so if it were asked. */
  @Test
  void isNotLookedForAtAll() {
    store.close();

    assertThat(journal.trail().page(new AuditFilter(NULL, "", "", 0, 0, 1))).isEmpty();
    assertThat(journal.trail().page(new AuditFilter("", NULL, "", 0, 0, 1))).isEmpty();
    assertThat(journal.trail().page(new AuditFilter("", "", NULL, 0, 0, 1))).isEmpty();
    assertThat(journal.search().runs(new RunFilter(null, NULL, null, null, null, null), 1))
        .isEmpty();
    assertThat(journal.search().runs(new RunFilter(null, null, NULL, null, null, null), 1))
        .isEmpty();
  }
}
