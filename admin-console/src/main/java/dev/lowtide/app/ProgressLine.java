package dev.lowtide.app;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One line of a terminal that is drawn anew while something is at work, and gone when it is over.
 * Nothing at all where nobody looks: in a file or a pipe such lines would only be in the way. Safe
 * for any thread.
 */
final class ProgressLine {

  private static final int BAR_CELLS = 30;

  /** Fits into the narrowest terminal there is, so that the line never becomes two. */
  private static final int COLUMNS = 79;

  private static final long EVERY_MILLIS = 250;

  private final PrintWriter out;
  private final boolean isTerminal;
  private String shown = "";

  ProgressLine(PrintWriter out, boolean isTerminal) {
    this.out = out;
    this.isTerminal = isTerminal;
  }

  /** On what the script that began this process found standard error to be. */
  static ProgressLine on(PrintWriter err) {
    return new ProgressLine(err, Boolean.getBoolean("lowtide.terminal"));
  }

  boolean isShown() {
    return isTerminal;
  }

  /** A bar, and words behind it. */
  static String bar(int percent, String words) {
    int cells = Math.max(0, Math.min(BAR_CELLS, BAR_CELLS * percent / 100));
    return "["
        + "#".repeat(cells)
        + " ".repeat(BAR_CELLS - cells)
        + "] "
        + String.format("%3d", percent)
        + " % "
        + words;
  }

  synchronized void show(String text) {
    if (!isTerminal) {
      return;
    }
    String fitting = text.length() > COLUMNS ? text.substring(0, COLUMNS - 1) + "…" : text;
    if (!fitting.equals(shown)) {
      out.print("\r" + fitting + " ".repeat(Math.max(0, shown.length() - fitting.length())));
      out.flush();
      shown = fitting;
    }
  }

  /** As if there had been none. */
  synchronized void clear() {
    if (!shown.isEmpty()) {
      out.print("\r" + " ".repeat(shown.length()) + "\r");
      out.flush();
      shown = "";
    }
  }

  /** Draws it again and again while something is done that cannot say how far it is. */
  <T> T during(Supplier<String> text, Callable<T> work) throws Exception {
    if (!isTerminal) {
      return work.call();
    }
    ScheduledExecutorService drawing =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "lowtide-progress");
              thread.setDaemon(true);
              return thread;
            });
    ScheduledFuture<?> ticking =
        drawing.scheduleWithFixedDelay(
            () -> show(text.get()), EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    try {
      return work.call();
    } finally {
      ticking.cancel(false);
      drawing.shutdown();
      awaitEnd(drawing);
      clear();
    }
  }

  /** Else it might draw once more when all is over. */
  private static void awaitEnd(ScheduledExecutorService drawing) {
    try {
      if (!drawing.awaitTermination(1, TimeUnit.SECONDS)) {
        drawing.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
