package dev.lowtide.it.harness;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What must be ended when the JVM ends, the last begun first. The JVM itself would run all hooks at
 * once, and stop a server under those who still use it.
 */
public final class AtExit {

  private static final Deque<Runnable> ENDINGS = new ArrayDeque<>();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(AtExit::endAll, "at-exit"));
  }

  private AtExit() {}

  /** Adds something that may safely be ended twice. */
  public static synchronized void add(Runnable ending) {
    ENDINGS.push(ending);
  }

  private static synchronized void endAll() {
    ENDINGS.forEach(Runnable::run);
  }
}
