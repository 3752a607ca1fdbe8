package dev.lowtide.scheduler.journal;

import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.operator.AuditEntry;
import dev.lowtide.scheduler.shrink.Plans;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What people and servers say, as it is kept. */
public class JournalTextsTest {

  private static final ShrinkPlan PLAN = Plans.plan();
  private static final Instant LATER = NOW.plusSeconds(60);

  private final Store store = open();
  private final Journal journal = new Journal(store);

  /** The same holds for every kind of store. */
  protected Store open() {
    return Stores.inMemory();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void longTextsAreCut() {
    ShrinkRun run = journal.insert(PLAN, "ann", NOW);

    journal.update(run, run.become(RunState.REJECTED, "n".repeat(5000), LATER), "bob");

    String cut = "n".repeat(3999) + "…";
    assertThat(journal.run(run.id()).orElseThrow().reason()).isEqualTo(cut);
    assertThat(journal.steps(run.id()).get(1).text()).isEqualTo(cut);
    assertThat(journal.audit().get(0).text()).hasSize(4000).endsWith("n…");
  }

  @Test
  void whatOnlySomeKindsOfStoreTakeIsWrittenSoThatAllDo() {
    journal.record(NOW, "ann", "note", "zero \0 byte");
    journal.record(NOW, "ann", "note", "n".repeat(3998) + "🌊🌊");

    assertThat(journal.audit().get(0).text()).isEqualTo("n".repeat(3998) + "…");
    assertThat(journal.audit().get(1).text()).isEqualTo("zero ␀ byte");
  }

  @Test
  void textsAreKeptToTheLetter() {
    String text = "'; DROP TABLE run; -- \"\\ \n ünïcode 🌊 :name ?";

    journal.record(NOW, "ann", "note", text);

    assertThat(journal.audit()).extracting(AuditEntry::text).containsExactly(text);
  }

  @Test
  void theAuditTrailShowsItsNewestLines() {
    for (int i = 1; i <= 501; i++) {
      journal.record(NOW, "ann", "note", "line " + i);
    }

    List<AuditEntry> audit = journal.audit();

    assertThat(audit).hasSize(500);
    assertThat(audit.get(0).text()).isEqualTo("line 501");
  }
}
