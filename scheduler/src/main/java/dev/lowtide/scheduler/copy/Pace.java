package dev.lowtide.scheduler.copy;

import java.time.Duration;

/** The passing of time, so that tests can let it pass. */
public interface Pace {

  long nanos();

  void pause(Duration duration) throws InterruptedException;
}
