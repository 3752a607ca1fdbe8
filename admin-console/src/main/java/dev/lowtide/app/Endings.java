package dev.lowtide.app;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was begun and has to be ended, the last first. One that fails does not keep the others. */
final class Endings implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Endings.class);

  private final Deque<Runnable> endings = new ArrayDeque<>();

  synchronized void add(Runnable ending) {
    endings.push(ending);
  }

  @Override
  public synchronized void close() {
    while (!endings.isEmpty()) {
      try {
        endings.pop().run();
      } catch (RuntimeException e) {
        log.error("could not end in order", e);
      }
    }
  }
}
