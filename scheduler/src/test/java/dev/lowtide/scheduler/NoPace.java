package dev.lowtide.scheduler;

import dev.lowtide.scheduler.execute.Pace;
import java.time.Duration;

/** Where nothing is to be waited for. */
final class NoPace implements Pace {

  @Override
  public long nanos() {
    return 0;
  }

  @Override
  public void pause(Duration duration) {
    throw new AssertionError("nothing is to be awaited");
  }
}
