package dev.lowtide.scheduler.journal;

import static dev.lowtide.scheduler.shrink.Plans.NOW;

import dev.lowtide.scheduler.operator.AnswerKey;
import dev.lowtide.scheduler.operator.KeptAnswer;
import dev.lowtide.scheduler.operator.LoadPoint;
import dev.lowtide.scheduler.operator.Person;
import dev.lowtide.scheduler.operator.Role;
import dev.lowtide.scheduler.operator.RunPoint;
import dev.lowtide.scheduler.operator.TokenScope;
import dev.lowtide.scheduler.report.Measurements;
import dev.lowtide.scheduler.report.ReportWriter;
import dev.lowtide.scheduler.shrink.Approval;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Plans;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import dev.lowtide.scheduler.shrink.SizeSample;
import dev.lowtide.scheduler.shrink.Verification;
import dev.lowtide.scheduler.shrink.WaitsCaused;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;

/** A store with something in each of its tables, some of it hard to carry. */
public final class StoreContents {

  private StoreContents() {}

  public static void fill(Store store) {
    store.id();
    Journal journal = new Journal(store);
    PeopleStore people = new PeopleStore(store, Clock.fixed(NOW, ZoneOffset.UTC));
    people.acceptLink(people.invite(new Person("ann", Role.OPERATOR)), "hash");
    people.invite(new Person("Ann", Role.VIEWER));
    people.createToken("ann", "ci", TokenScope.ACT, Duration.ofDays(1));
    ShrinkRun asked = journal.insert(Plans.plan(), "ann", NOW);
    ShrinkRun yes =
        asked.approved(new Approval("bob", NOW, true, asked.plan().hash()), "by bob", NOW);
    journal.update(asked, yes, "bob");
    ShrinkRun over = yes.become(RunState.REVOKED, "ünïcode 🌊 \"\\ \n\t'; --", NOW);
    journal.end(yes, over, "bob", steps -> ReportWriter.write(over, steps, measured()));
    journal.insert(Plans.plan(Plans.CARTS), "ann", NOW);
    journal.record(NOW, "ann", "note", "n".repeat(4000));
    ByteSize size = ByteSize.ofMebibytes(1);
    journal.experience().add(Plans.CARTS, new SizeSample(NOW, size, size));
    journal.loads().keep(List.of(new LoadStore.Sample(Duration.ofSeconds(10), 20, seen())));
    journal
        .traces()
        .keep(asked.id(), List.of(new RunPoint(NOW, size, 0.1, Duration.ZERO, "ünïcode", 1)), NOW);
    AnswerKey key = new AnswerKey("a".repeat(64), "b".repeat(64), "c".repeat(64));
    AnswerStore answers = new AnswerStore(store, Clock.fixed(NOW, ZoneOffset.UTC));
    answers.begin(key);
    answers.answered(key, new KeptAnswer(201, "application/json", "/api/v1/runs/1", "{\"🌊\":1}"));
    store
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    "INSERT INTO survey (table_schema, table_name, measured_at, body)"
                        + " VALUES ('shop', 'trailing ', 1, '{}')"));
  }

  private static LoadPoint seen() {
    Duration took = Duration.ofNanos(36_863);
    return new LoadPoint(NOW, 1, 2, 3, 1 / 3.0, took, took, took, 1e9 / 7, 0.1, 4, -1, -1, 2 / 3.0);
  }

  private static Measurements measured() {
    return new Measurements(
        ByteSize.ofMebibytes(100),
        ByteSize.ofMebibytes(28),
        new Verification(Verification.Verdict.SAME, 1000, "the same"),
        new WaitsCaused(3, 1, Duration.ofMillis(400), Duration.ofNanos(150_000_001)),
        Duration.ofMillis(20),
        Duration.ofMillis(30));
  }
}
