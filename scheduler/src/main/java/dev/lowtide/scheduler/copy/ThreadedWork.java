package dev.lowtide.scheduler.copy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Gives long work to threads that have nothing else to do. Safe for any thread. */
public final class ThreadedWork implements LongWork.Source {

  private final Executor executor;

  public ThreadedWork(Executor executor) {
    this.executor = executor;
  }

  @Override
  public <T> LongWork<T> begin(LongWork.Work<T> work) {
    FutureTask<T> task = new FutureTask<>(work::run);
    executor.execute(task);
    return within -> await(task, within);
  }

  private static <T> Optional<T> await(FutureTask<T> task, Duration within)
      throws CopyStoppedException, InterruptedException {
    try {
      return Optional.of(task.get(within.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    }
  }

  private static RuntimeException rethrown(@Nullable Throwable cause)
      throws CopyStoppedException, InterruptedException {
    if (cause instanceof CopyStoppedException stopped) {
      throw stopped;
    }
    if (cause instanceof InterruptedException interrupted) {
      throw interrupted;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException failure ? failure : new IllegalStateException(cause);
  }
}
