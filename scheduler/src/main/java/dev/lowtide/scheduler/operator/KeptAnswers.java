package dev.lowtide.scheduler.operator;

import java.time.Duration;
import java.util.Optional;

/**
 * Answers that are given again to whoever asks again. They outlast a restart. Safe for any thread;
 * of two that begin the same at once one fails.
 */
public interface KeptAnswers {

  Duration KEPT_FOR = Duration.ofHours(24);

  /**
   * What was asked under this key before; if nothing was, or too long ago, this is begun now.
   *
   * @throws OperatorException if there are too many of this caller, or of all
   */
  Optional<AskedBefore> begin(AnswerKey key);

  /** What came of something that was begun. */
  void answered(AnswerKey key, KeptAnswer answer);

  /** Nothing came of it: it may be begun again. */
  void forget(AnswerKey key);

  /** Deletes some of those that are too old; to be called now and then. Returns how many. */
  int purge();
}
