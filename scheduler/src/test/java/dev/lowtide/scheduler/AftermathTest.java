package dev.lowtide.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.mysql.TargetException;
import dev.lowtide.scheduler.shrink.RunId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When is done what comes after runs. */
class AftermathTest {

  private static final RunId RUN = new RunId(1);

  private long nanos = -Duration.ofSeconds(1).toNanos();
  private boolean isQuiet = true;
  private boolean isOutOfReach;
  private boolean isBroken;
  private Set<RunId> open = Set.of();
  private final List<String> done = new ArrayList<>();
  private final Deque<Runnable> handed = new ArrayDeque<>();
  private final Aftermath aftermath =
      new Aftermath(
          () -> chore("clean", Duration.ofSeconds(30)),
          () -> chore("drop", Duration.ofSeconds(5)),
          () -> isQuiet,
          () -> open,
          handed::add,
          () -> nanos);

  @Test
  void bothAreDoneAtTheStartOneAfterTheOther() {
    ticks(3);

    assertThat(done).containsExactly("clean", "drop");
  }

  @Test
  void eachIsDoneAgainWhenItWantsToBe() {
    ticks(3);
    done.clear();

    nanos += Duration.ofSeconds(5).toNanos();
    ticks(3);
    nanos += Duration.ofSeconds(25).toNanos();
    ticks(3);

    assertThat(done).containsExactly("drop", "clean", "drop");
  }

  @Test
  void nothingIsDoneWhileARunIsAtWork() {
    aftermath.tick(true);

    assertThat(handed).isEmpty();
  }

  @Test
  void nothingMayBeginInTheMiddleOfAChoreNorIsAnotherBegun() {
    aftermath.tick(false);
    assertThat(aftermath.isAtWork()).isTrue();
    aftermath.tick(false);
    assertThat(handed).hasSize(1);

    finish();

    assertThat(aftermath.isAtWork()).isFalse();
  }

  @Test
  void oldTablesWaitForAQuietMoment() {
    isQuiet = false;
    ticks(3);
    assertThat(done).containsExactly("clean");
    isQuiet = true;

    ticks(1);

    assertThat(done).containsExactly("clean", "drop");
  }

  @Test
  void theEndOfARunIsFollowedByACleanUpAtOnce() {
    open = Set.of(RUN);
    ticks(3);
    done.clear();
    open = Set.of();

    ticks(2);

    assertThat(done).containsExactly("clean");
  }

  @Test
  void aRunThatEndsInTheMiddleOfACleanUpIsFollowedByAnother() {
    open = Set.of(RUN);
    aftermath.tick(false);
    open = Set.of();
    aftermath.tick(false);
    finish();

    ticks(1);

    assertThat(done).containsExactly("clean", "clean");
  }

  @Test
  void anEndThatCameWhileAnotherRunWasAtWorkIsNotForgotten() {
    open = Set.of(RUN, new RunId(2));
    ticks(3);
    done.clear();
    open = Set.of(new RunId(2));
    aftermath.tick(true);

    ticks(2);

    assertThat(done).containsExactly("clean");
  }

  @Test
  void whatFailsIsTriedAgain() {
    isOutOfReach = true;
    ticks(3);
    isOutOfReach = false;
    assertThat(done).isEmpty();

    nanos += CleanUp.AGAIN.toNanos();
    ticks(3);

    assertThat(done).containsExactly("clean", "drop");
  }

  @Test
  void aChoreThatBreaksIsTriedAgainAndKeepsNoOtherFromBeingDone() {
    isBroken = true;
    ticks(1);
    isBroken = false;

    ticks(2);
    assertThat(done).containsExactly("drop");
    nanos += CleanUp.AGAIN.toNanos();
    ticks(1);

    assertThat(done).containsExactly("drop", "clean");
  }

  private Duration chore(String name, Duration again) {
    if (isBroken) {
      throw new StackOverflowError();
    }
    if (isOutOfReach) {
      throw new TargetException("target 127.0.0.1:3306: out of reach");
    }
    done.add(name);
    return again;
  }

  private void ticks(int count) {
    for (int i = 0; i < count; i++) {
      aftermath.tick(false);
      if (!handed.isEmpty()) {
        finish();
      }
    }
  }

  private void finish() {
    Objects.requireNonNull(handed.poll()).run();
  }
}
