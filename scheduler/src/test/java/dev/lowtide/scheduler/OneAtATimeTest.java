package dev.lowtide.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class OneAtATimeTest {

  private final Deque<Runnable> queue = new ArrayDeque<>();
  private int done;

  @Test
  void whatHasNotEndedIsNotBegunAgain() {
    OneAtATime task = new OneAtATime("counting", () -> done++, queue::add);

    task.begin();
    task.begin();
    assertThat(queue).hasSize(1);
    assertThat(done).isZero();

    queue.remove().run();
    task.begin();
    queue.remove().run();
    assertThat(done).isEqualTo(2);
  }

  @Test
  void whatFailsIsBegunAgain() {
    OneAtATime task =
        new OneAtATime(
            "failing",
            () -> {
              done++;
              throw new AssertionError("no");
            },
            queue::add);

    task.begin();
    assertThatCode(queue.remove()::run).doesNotThrowAnyException();
    task.begin();
    queue.remove().run();

    assertThat(done).isEqualTo(2);
  }

  @Test
  void afterTheEndNothingIsBegun() {
    OneAtATime task =
        new OneAtATime(
            "late",
            () -> done++,
            begun -> {
              throw new RejectedExecutionException("ended");
            });

    assertThatCode(task::begin).doesNotThrowAnyException();
    assertThat(done).isZero();
  }
}
