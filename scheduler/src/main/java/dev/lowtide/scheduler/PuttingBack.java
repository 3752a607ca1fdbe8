package dev.lowtide.scheduler;

import dev.lowtide.scheduler.copy.CopyRecord;
import dev.lowtide.scheduler.copy.CopyStoppedException;
import dev.lowtide.scheduler.copy.TableCopy;
import dev.lowtide.scheduler.execute.Revert;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.WaitsCaused;
import java.time.Instant;
import java.util.Optional;

/**
 * Puts one old table back, and writes down what has come of it: in the history of its run, in the
 * audit trail, and in the registry. Confined to the thread that follows.
 */
final class PuttingBack {

  private final CopyRecord copy;
  private final RunId run;
  private final FollowerParts parts;
  private final ActiveRun stop;
  private final RevertLog log;

  /**
   * The old table follows no more.
   *
   * @param isBack whether that is because it is in its place again
   */
  record End(String why, boolean isBack) {}

  PuttingBack(
      CopyRecord copy, RunId run, FollowerParts parts, ActiveRun stop, FollowProgress progress) {
    this.copy = copy;
    this.run = run;
    this.parts = parts;
    this.stop = stop;
    this.log =
        new RevertLog(
            progress,
            text -> parts.book().note(run, text),
            thread -> parts.book().waits().until(() -> parts.journal().onStatement(run, thread)));
  }

  /** Nothing if the old table follows on. */
  Optional<End> run(TableCopy follower, String by)
      throws CopyStoppedException, InterruptedException {
    try {
      Optional<Revert.Result> result = parts.revert(follower, stop, log);
      if (result.isEmpty()) {
        audit("not reverted: another run is at work on this server");
      }
      return result.flatMap(made -> told(made, by));
    } catch (CopyStoppedException stopped) {
      audit("not reverted: " + stopped.text());
      throw stopped;
    } catch (RuntimeException e) {
      audit("not reverted: " + e.getMessage());
      throw e;
    }
  }

  private Optional<End> told(Revert.Result result, String by) {
    String text = result.text() + words(result.waits());
    return switch (result.outcome()) {
      case REVERTED -> Optional.of(back(result.waits(), by));
      case NOT_NOW -> {
        audit("not reverted: " + text);
        yield Optional.empty();
      }
      case DIFFERENT -> {
        audit("not reverted: " + text);
        yield Optional.of(new End(text, false));
      }
      case UNKNOWN -> {
        audit("UNCERTAIN whether it is reverted: " + text);
        yield Optional.of(new End(text, false));
      }
    };
  }

  /** From here on the other table is the one that is kept. */
  private End back(WaitsCaused waits, String by) {
    String old = copy.table().old().toString();
    audit("reverted: " + old + " is " + copy.table().original() + " again" + words(waits));
    String why = "run " + run + " was reverted by " + by + "; this is the table that came off";
    try {
      parts.steps().cameOff(copy, why);
    } catch (RuntimeException e) {
      // Then it lies among the shadows, and the janitor removes it.
      audit("the table that came off cannot be kept: " + e.getMessage());
    }
    return new End(why, true);
  }

  private static String words(WaitsCaused waits) {
    return "; %d statements waited, %d ms at most; the tables were locked for %d ms"
        .formatted(waits.held(), waits.longest().toMillis(), waits.cutOver().toMillis());
  }

  void audit(String text) {
    parts.book().note(run, text);
    Instant now = parts.clock().instant();
    parts
        .book()
        .waits()
        .until(
            () ->
                parts.journal().record(now, RunBook.LOWTIDE, "revert", "run " + run + ": " + text));
  }
}
