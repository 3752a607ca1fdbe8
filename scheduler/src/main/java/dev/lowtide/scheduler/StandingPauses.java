package dev.lowtide.scheduler;

import dev.lowtide.scheduler.shrink.RunId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who has paused a run whose attempt ended meanwhile: the next attempt stands still as well, until
 * somebody resumes it. Any thread.
 */
final class StandingPauses {

  private final Map<RunId, String> pausedBy = new ConcurrentHashMap<>();

  /** An attempt is over. */
  void onEnd(ActiveRun ended, boolean isRunOver) {
    if (ended.copy().isPaused() && !isRunOver) {
      pausedBy.put(ended.id(), ended.copy().pausedBy());
    } else {
      pausedBy.remove(ended.id());
    }
  }

  /** Another one is about to begin. */
  void onBegin(ActiveRun begun) {
    String by = pausedBy.get(begun.id());
    if (by != null) {
      begun.copy().pause(by);
    }
  }
}
