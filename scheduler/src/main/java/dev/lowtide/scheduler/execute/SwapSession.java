package dev.lowtide.scheduler.execute;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.BinlogPosition;
import dev.lowtide.scheduler.copy.RowKey;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The session that puts a shadow in the place of its original. Confined to the attempt's thread.
 *
 * <pre>
 * announce ─► lock ─► mark ─► apply what came before the mark ─► swap ─► unlock ─► conclude
 * </pre>
 */
public interface SwapSession extends AutoCloseable {

  /** The server's id of the session. */
  long threadId();

  /** Why it can never be done as things are, in words; empty if nothing speaks against it. */
  List<String> refusals();

  /**
   * Other tables that the server locks together with the original, because its triggers use them.
   * Whoever works on one of them waits too.
   */
  List<TableName> alsoLocked();

  /** Writes down what is about to be done, and with which triggers. Nobody waits for it yet. */
  void announce();

  /**
   * LOCK TABLES on original, shadow and registry, WRITE.
   *
   * @return false if that was not granted in time: then no lock is held, and none is awaited
   */
  boolean lock(Duration within);

  /** As {@link dev.lowtide.scheduler.copy.CopySession#mark}. */
  long mark();

  /** As {@link dev.lowtide.scheduler.copy.CopySession#apply}. */
  void apply(Collection<RowKey> keys, BinlogPosition upTo);

  /** Which of these rows differ now, while nobody can write to either. */
  Set<RowKey> differing(Collection<RowKey> keys);

  /**
   * Carries AUTO_INCREMENT over, renames both tables in one statement, and makes the triggers anew.
   * What it is about to do has been announced.
   *
   * @throws NotSwappedException if everything is as it was, triggers included
   * @throws OutcomeUnknownException if the connection broke in the middle
   */
  void swap();

  /** Gives all locks back. */
  void unlock();

  /** Writes down what has come of it. Nobody waits for it any more. */
  void conclude(boolean isSwapped);

  @Override
  void close();

  /** The server refused, and nothing was changed. */
  final class NotSwappedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NotSwappedException(String text, Throwable cause) {
      super(text, cause);
    }
  }

  /** Whether the tables were renamed cannot be told by this session. */
  final class OutcomeUnknownException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public OutcomeUnknownException(String text, Throwable cause) {
      super(text, cause);
    }
  }
}
