package dev.lowtide.proxy.relay;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A walk over the sessions of one loop, a slice at a time, between which the loop serves its
 * channels. Confined to that loop from its first slice on.
 *
 * @param <T> what each session answers
 */
final class LoopWalk<T> implements Runnable {

  /** At about a microsecond each, clients wait a quarter of a millisecond at most. */
  private static final int SLICE = 256;

  private final EventLoop loop;
  private final Collection<RelaySession> all;
  private final Function<RelaySession, T> question;
  private final List<T> answers = new ArrayList<>();
  private final CompletableFuture<List<T>> done = new CompletableFuture<>();
  private List<RelaySession> sessions = List.of();
  private int next;

  private LoopWalk(
      EventLoop loop, Collection<RelaySession> all, Function<RelaySession, T> question) {
    this.loop = loop;
    this.all = all;
    this.question = question;
  }

  /**
   * Begins, from any thread. Asks sessions that are there when the loop comes to it and have not
   * ended when it is their turn. A loop that takes no more tasks has ended its sessions.
   */
  static <T> CompletableFuture<List<T>> begin(
      EventLoop loop, Collection<RelaySession> all, Function<RelaySession, T> question) {
    LoopWalk<T> walk = new LoopWalk<>(loop, all, question);
    try {
      loop.execute(walk::setOut);
    } catch (RejectedExecutionException e) {
      walk.done.complete(walk.answers);
    }
    return walk.done;
  }

  private void setOut() {
    sessions = new ArrayList<>(all);
    run();
  }

  @Override
  public void run() {
    try {
      askSlice();
      if (next < sessions.size()) {
        goOnLater();
      } else {
        done.complete(answers);
      }
    } catch (RejectedExecutionException e) {
      done.complete(answers);
    } catch (RuntimeException e) {
      done.completeExceptionally(e);
    }
  }

  private void askSlice() {
    int end = Math.min(sessions.size(), next + SLICE);
    while (next < end) {
      RelaySession session = sessions.get(next++);
      if (!session.isEnded()) {
        answers.add(question.apply(session));
      }
    }
  }

  /**
   * Behind the sockets that have become ready meanwhile: a loop goes on with plain tasks until it
   * has none, but looks at those with a time only once a turn.
   */
  private void goOnLater() {
    loop.schedule(this, 0, TimeUnit.NANOSECONDS);
  }
}
