package dev.lowtide.it.copy;

import dev.lowtide.scheduler.execute.Pace;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Time as it is: what is waited for here happens in a server, at its own pace. */
final class RealPace implements Pace {

  private final Semaphore never = new Semaphore(0);

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public void pause(Duration duration) throws InterruptedException {
    if (never.tryAcquire(duration.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new IllegalStateException("a permit that nobody gave");
    }
  }
}
