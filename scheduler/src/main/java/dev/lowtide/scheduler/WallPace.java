package dev.lowtide.scheduler;

import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.scheduler.execute.Pace;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Time as it passes, for all rooms that work. */
record WallPace(NanoClock clock) implements Pace, dev.lowtide.scheduler.copy.Pace {

  @Override
  public long nanos() {
    return clock.nanos();
  }

  @Override
  public void pause(Duration duration) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(duration.toNanos());
  }
}
