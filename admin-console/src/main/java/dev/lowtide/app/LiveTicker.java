package dev.lowtide.app;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** The thread that renders what people look at. */
final class LiveTicker {

  private LiveTicker() {}

  /** Begins one, to be ended with everything else. */
  static ScheduledExecutorService start(Endings endings) {
    ScheduledExecutorService ticker =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "lowtide-live");
              thread.setDaemon(true);
              return thread;
            });
    endings.add(ticker::shutdownNow);
    return ticker;
  }
}
