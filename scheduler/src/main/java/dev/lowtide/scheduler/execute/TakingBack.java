package dev.lowtide.scheduler.execute;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.execute.RebuildStatement.Ending;
import dev.lowtide.scheduler.shrink.TimeText;
import dev.lowtide.scheduler.shrink.Verification;
import dev.lowtide.scheduler.shrink.WaitsCaused;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes back what a rebuild has begun. Confined to the attempt's thread.
 *
 * <p>Only the server's word on how the statement ended counts, and only then may those go on who
 * wait at the proxy: a writer that has read the table in its transaction and meets the statement
 * while it still awaits its last lock is a deadlock, and the server would choose the writer for its
 * victim.
 */
final class TakingBack {

  private static final Logger log = LoggerFactory.getLogger(TakingBack.class);

  private static final Duration LOOK_EVERY = Duration.ofMillis(5);

  /** A KILL takes some 100 ms; longer where much was copied. */
  private static final Duration END_AWAITED_MAX = Duration.ofSeconds(30);

  private final TableName table;
  private final RebuildStatement statement;
  private final Pace pace;

  TakingBack(TableName table, RebuildStatement statement, Pace pace) {
    this.table = table;
    this.statement = statement;
    this.pace = pace;
  }

  AttemptResult takeBack(AttemptStoppedException stopped, Supplier<WaitsCaused> waits)
      throws InterruptedException {
    boolean hasEnded = statement.ending().isPresent();
    boolean isLost = hasEnded && ending().kind() == Ending.Kind.CONNECTION_LOST;
    if ((!hasEnded || isLost) && !isAborted()) {
      return new AttemptResult.Unknown("it cannot be aborted: " + stopped.text(), waits.get());
    }
    if (!isEndAwaited()) {
      return new AttemptResult.Unknown(
          "the statement was killed but has not ended within " + TimeText.of(END_AWAITED_MAX),
          waits.get());
    }
    return switch (ending().kind()) {
      case INTERRUPTED -> hasEnded ? endedByOthers(waits.get()) : yielded(stopped, waits.get());
      case LOCK_WAIT_TIMEOUT -> yielded(stopped, waits.get());
      case REFUSED -> new AttemptResult.Failed(ending().text(), waits.get());
      case CONNECTION_LOST -> new AttemptResult.Unknown(ending().text(), waits.get());
      case DONE ->
          new AttemptResult.Rebuilt(
              Verification.unproven("in place, but not compared: " + stopped.text()), waits.get());
    };
  }

  /**
   * Whether it could be killed; a statement whose connection is lost may be at work all the same.
   */
  private boolean isAborted() {
    try {
      statement.abort();
      return true;
    } catch (RuntimeException e) {
      log.warn("table={} cannot be aborted", table, e);
      return statement.ending().isPresent();
    }
  }

  private boolean isEndAwaited() throws InterruptedException {
    long began = pace.nanos();
    while (statement.ending().isEmpty()) {
      if (pace.nanos() - began > END_AWAITED_MAX.toNanos()) {
        return false;
      }
      pace.pause(LOOK_EVERY);
    }
    return true;
  }

  private Ending ending() {
    return statement.ending().orElseThrow();
  }

  private static AttemptResult yielded(AttemptStoppedException stopped, WaitsCaused waits) {
    return new AttemptResult.Yielded(stopped.reason(), stopped.text(), waits);
  }

  /** We did not ask for it, so somebody at the server wants it to stop. */
  private AttemptResult endedByOthers(WaitsCaused waits) {
    return new AttemptResult.Failed("ended by somebody at the server: " + ending().text(), waits);
  }
}
