package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.RunningLowtide;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.journal.Store;
import dev.lowtide.scheduler.operator.Operator;
import dev.lowtide.scheduler.operator.RunView;
import dev.lowtide.scheduler.shrink.Candidate;
import dev.lowtide.scheduler.shrink.Estimate;
import dev.lowtide.scheduler.shrink.Night;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.RunTiming;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkReport;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import dev.lowtide.scheduler.shrink.SizeSample;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is promised of a shrink, and what comes of it, on a real server. */
class WorthIT {

  private static final Duration A_NIGHT = Duration.ofHours(6);

  private static Connection direct;
  private static RunningLowtide lowtide;

  @BeforeAll
  static void start() throws Exception {
    direct = Lab.direct();
    for (String name : List.of("worth_it", "worth_again", "worth_night")) {
      Bloat.table(direct, name);
      Lab.execute(direct, "ANALYZE TABLE " + name);
    }
    Lab.execute(
        direct,
        "CREATE TABLE worth_small (id INT PRIMARY KEY)",
        "CREATE TABLE worth_dense (id INT PRIMARY KEY AUTO_INCREMENT, v VARCHAR(300) NOT NULL)");
    Bloat.fill(direct, "worth_dense", "(v)", "RPAD('a', 250, 'b')");
    for (int i = 0; i < 2; i++) {
      Lab.execute(direct, "INSERT INTO worth_dense (v) SELECT v FROM worth_dense");
    }
    Lab.execute(direct, "ANALYZE TABLE worth_dense");
    lowtide =
        RunningLowtide.start(
            Lab.server(),
            "candidates: { fileSizeMin: 4MiB, paybackMin: 14d }",
            "quiet: { quietFor: 0s, historyLengthMax: 1000000 }",
            "copy: { keepOldFor: 0s }");
  }

  @AfterAll
  static void stop() throws Exception {
    lowtide.close();
    Lab.execute(
        direct,
        "DROP TABLE IF EXISTS worth_it, worth_again, worth_small, worth_dense, worth_full,"
            + " worth_night");
    direct.close();
  }

  @Test
  void aPageIsDrawnFromASurveyAndSaysWhyOthersAreNotProposed() throws Exception {
    Lab.await("the survey knows them", () -> candidate("worth_dense").isPresent());

    assertThat(candidate("worth_it")).get().extracting(Candidate::whyNot).isEqualTo("");
    assertThat(candidate("worth_small").orElseThrow().whyNot()).startsWith("too small: ");
    assertThat(candidate("worth_dense").orElseThrow().whyNot()).startsWith("too little: ");
    assertThat(operator().candidates())
        .extracting(each -> each.tablespace().table().table())
        .contains("worth_it")
        .doesNotContain("worth_small", "worth_dense");
    assertThat(operator().survey().measured()).isPositive();
  }

  @Test
  void whatIsPromisedIsHeldAgainstWhatComesOfIt() throws Exception {
    Bloat.table(direct, "worth_full");
    Lab.execute(direct, "ANALYZE TABLE worth_full");

    ShrinkRun run = request("worth_full");
    Estimate promised = run.plan().estimate();
    assertThat(promised.forecast().isKnown()).isTrue();
    assertThat(promised.error().bytes()).isPositive();
    assertThat(promised.io().logged().bytes()).isPositive();
    assertThat(promised.evidence().at()).isNotNull();

    RunView ended = Lab.awaitEnd(lowtide, run.id());
    assertThat(ended.run().state()).as(ended.run().reason()).isEqualTo(RunState.SUCCEEDED);
    ShrinkReport report = operator().report(run.id());
    RunTiming timing = report.timing();
    assertThat(timing).isNotNull();
    assertThat(timing.work().rows()).isEqualTo(report.verification().rows());
    assertThat(timing.worked()).isPositive().isLessThanOrEqualTo(report.took().plusSeconds(1));
    assertThat(timing.copying()).isPositive();
    assertThat(report.accuracy())
        .startsWith("estimated " + promised.gain() + ", was " + report.reclaimed())
        .contains("; forecast " + promised.forecast() + ", took ");
    assertThat(samples("worth_full"))
        .extracting(SizeSample::fileSize)
        .containsExactly(report.fileSizeAfter(), report.fileSizeBefore());

    Bloat.table(direct, "worth_full");
    Lab.await(
        "it has learnt from it",
        () -> operator().plan(table("worth_full")).plan().estimate().forecast().runs() > 0);
  }

  /** Its file was as large nine days after it had been emptied: nobody is to do that again. */
  @Test
  void aTableThatRefillsIsNotProposed() throws Exception {
    Lab.await(
        "it is proposed", () -> candidate("worth_again").filter(Candidate::isProposed).isPresent());
    Candidate now = candidate("worth_again").orElseThrow();
    Instant at = Instant.now();
    try (Store store = store()) {
      var experience = new Journal(store).experience();
      var size = now.tablespace().fileSize();
      var live = size.minus(now.estimate().reclaimable());
      experience.add(
          table("worth_again"), new SizeSample(at.minus(Duration.ofDays(20)), live, live));
      experience.add(
          table("worth_again"), new SizeSample(at.minus(Duration.ofDays(11)), size, live));
    }

    assertThat(candidate("worth_again").orElseThrow().whyNot())
        .isEqualTo("refills in 9 d (expected: at least 14 d)");
    assertThat(operator().plan(table("worth_again")).plan().reasons())
        .contains("It would not have been proposed: refills in 9 d (expected: at least 14 d).");
  }

  @Test
  void aNightIsPackedAndNothingIsRequestedByThat() throws Exception {
    int runs = operator().runs().size();

    Night night = operator().night(A_NIGHT);

    assertThat(night.slots()).extracting(slot -> slot.task().subject()).contains("lab.worth_night");
    assertThat(night.likelyEnd()).isLessThan(A_NIGHT);
    assertThat(operator().runs()).hasSize(runs);
    assertThat(night.freeDisk().bytes()).isPositive();
  }

  private static ShrinkRun request(String name) {
    ShrinkRun run =
        operator().request(table(name), Optional.of(ShrinkMethod.SHADOW_COPY), "requester");
    operator().approve(run.id(), "approver");
    return run;
  }

  private static Optional<Candidate> candidate(String name) {
    return operator().candidates(true).stream()
        .filter(each -> each.tablespace().table().equals(table(name)))
        .filter(each -> !each.whyNot().startsWith("not measured"))
        .findFirst();
  }

  private static List<SizeSample> samples(String name) {
    try (Store store = store()) {
      return new Journal(store).experience().samples(table(name));
    }
  }

  private static Store store() {
    return Store.open("jdbc:h2:file:" + lowtide.folder().resolve("store"));
  }

  private static TableName table(String name) {
    return new TableName(Lab.SCHEMA, name);
  }

  private static Operator operator() {
    return lowtide.app().operator();
  }
}
