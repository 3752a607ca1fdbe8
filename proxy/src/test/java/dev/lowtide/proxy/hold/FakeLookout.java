package dev.lowtide.proxy.hold;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A loop that does what it is asked to when the test says so. */
final class FakeLookout implements Lookout {

  final List<Hold> looks = new ArrayList<>();
  final List<Duration> delays = new ArrayList<>();
  boolean isShutDown;

  private final List<CompletableFuture<Integer>> ends = new ArrayList<>();
  private final Queue<Runnable> later = new ArrayDeque<>();

  @Override
  public CompletionStage<Integer> look(Hold hold) {
    looks.add(hold);
    ends.add(new CompletableFuture<>());
    return ends.get(ends.size() - 1);
  }

  @Override
  public boolean later(Duration delay, Runnable action) {
    if (isShutDown) {
      return false;
    }
    delays.add(delay);
    later.add(action);
    return true;
  }

  /** The look with this number, from 0, comes to its end. */
  void endLook(int number, int commands) {
    ends.get(number).complete(commands);
  }

  boolean hasTimer() {
    return !later.isEmpty();
  }

  void runTimer() {
    later.remove().run();
  }
}
