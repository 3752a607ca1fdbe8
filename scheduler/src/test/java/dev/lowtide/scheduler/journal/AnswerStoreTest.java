package dev.lowtide.scheduler.journal;

import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.scheduler.SettableClock;
import dev.lowtide.scheduler.operator.AnswerKey;
import dev.lowtide.scheduler.operator.AskedBefore;
import dev.lowtide.scheduler.operator.KeptAnswer;
import dev.lowtide.scheduler.operator.KeptAnswers;
import dev.lowtide.scheduler.operator.OperatorException;
import dev.lowtide.scheduler.operator.OperatorException.Kind;
import java.time.Duration;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Holds for every kind of store. */
public class AnswerStoreTest {

  private static final KeptAnswer DONE =
      new KeptAnswer(201, "application/json", "/api/v1/runs/7", "{\"id\":7,\"why\":\"🌊\"}");

  private final Store store = open();
  private final SettableClock clock = new SettableClock(NOW);
  private final AnswerStore answers = new AnswerStore(store, clock);

  protected Store open() {
    return Stores.inMemory();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void whatIsBegunIsKnownAndHasNoAnswerYet() {
    assertThat(answers.begin(key("a"))).isEmpty();

    assertThat(answers.begin(key("a"))).contains(new AskedBefore("request", null));
    assertThat(answers.begin(key("b"))).isEmpty();
  }

  @Test
  void anAnswerIsThereAfterARestart() {
    answers.begin(key("a"));
    answers.answered(key("a"), DONE);

    assertThat(new AnswerStore(store, clock).begin(key("a")))
        .contains(new AskedBefore("request", DONE));
  }

  @Test
  void anAnswerOfWhichNothingIsKeptSaysThatItWasDone() {
    answers.begin(key("a"));
    answers.answered(key("a"), new KeptAnswer(201, "application/json", "", null));
    answers.begin(key("b"));
    String longer = "x".repeat(AnswerStore.BODY_CHARACTERS_MAX + 1);
    answers.answered(key("b"), new KeptAnswer(200, "application/json", "", longer));

    assertThat(answers.begin(key("a")).orElseThrow().answer())
        .isEqualTo(new KeptAnswer(201, "application/json", "", null));
    assertThat(answers.begin(key("b")).orElseThrow().answer())
        .isEqualTo(new KeptAnswer(200, "application/json", "", null));
  }

  @Test
  void theLongestAnswerIsKept() {
    String longest = "🌊".repeat(AnswerStore.BODY_CHARACTERS_MAX / 2);
    answers.begin(key("a"));
    answers.answered(key("a"), new KeptAnswer(200, "application/json", "", longest));

    assertThat(answers.begin(key("a")).orElseThrow().answer())
        .isEqualTo(new KeptAnswer(200, "application/json", "", longest));
  }

  @Test
  void whatIsForgottenIsBegunAgain() {
    answers.begin(key("a"));

    answers.forget(key("a"));

    assertThat(answers.begin(key("a"))).isEmpty();
  }

  @Test
  void itIsKeptForADayAndNoLonger() {
    answers.begin(key("a"));
    answers.answered(key("a"), DONE);
    clock.advance(KeptAnswers.KEPT_FOR.minusMillis(1));
    assertThat(answers.begin(key("a")).orElseThrow().answer()).isEqualTo(DONE);

    clock.advance(Duration.ofMillis(1));

    assertThat(answers.begin(key("a"))).isEmpty();
    assertThat(answers.begin(key("a"))).contains(new AskedBefore("request", null));
  }

  @Test
  void whatIsTooOldIsDeletedPieceByPiece() {
    begunBy("old", AnswerStore.PURGED_AT_ONCE + 1);
    clock.advance(KeptAnswers.KEPT_FOR);
    answers.begin(key("young"));

    assertThat(answers.purge()).isEqualTo(AnswerStore.PURGED_AT_ONCE);
    assertThat(answers.purge()).isEqualTo(1);
    assertThat(answers.purge()).isZero();

    assertThat(answers.begin(key("young"))).isPresent();
  }

  @Test
  void aCallerThatHasTooManyIsInNobodyElsesWay() {
    begunBy("caller", AnswerStore.OF_A_CALLER_MAX);

    assertThatThrownBy(() -> answers.begin(key("one more")))
        .isInstanceOfSatisfying(
            OperatorException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TOO_MANY))
        .hasMessage(
            "10000 answers of yours are kept already (expected: fewer than 10000 within 24 hours)");
    assertThat(answers.begin(new AnswerKey("another's", "another", "request"))).isEmpty();
    assertThat(answers.begin(key("caller 0"))).isPresent();
  }

  @Test
  void allOfThemTogetherHaveALimit() {
    for (int caller = 0; caller < AnswerStore.MAX / AnswerStore.OF_A_CALLER_MAX; caller++) {
      begunBy("caller " + caller, AnswerStore.OF_A_CALLER_MAX);
    }

    assertThatThrownBy(() -> answers.begin(key("one more")))
        .hasMessageStartingWith("40000 answers of all callers are kept already");
  }

  private void begunBy(String caller, int times) {
    store
        .jdbi()
        .useTransaction(
            handle -> {
              PreparedBatch batch =
                  handle.prepareBatch(
                      "INSERT INTO kept_answer (id, caller, request, begun_at)"
                          + " VALUES (?, ?, 'request', ?)");
              for (int i = 0; i < times; i++) {
                batch.bind(0, caller + " " + i).bind(1, caller).bind(2, clock.millis()).add();
              }
              batch.execute();
            });
  }

  private static AnswerKey key(String id) {
    return new AnswerKey(id, "caller", "request");
  }
}
