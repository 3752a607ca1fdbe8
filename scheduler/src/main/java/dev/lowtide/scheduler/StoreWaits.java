package dev.lowtide.scheduler;

import dev.lowtide.scheduler.journal.StoreGoneException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Has those wait for a store that is gone who can: a thread at work on a table has nobody waiting
 * for it, and what it has to write down must not be lost. Everybody else hears at once that it is
 * gone. Safe for any thread.
 */
final class StoreWaits {

  /** The store is looked at twice a second. */
  private static final long AGAIN_AFTER_MILLIS = 100;

  private static final ThreadLocal<@Nullable BooleanSupplier> GIVEN_UP = new ThreadLocal<>();

  /**
   * Does it with patience for the store.
   *
   * @param isGivenUp whether nobody can wait any longer, such as at the end of the process
   */
  void patiently(BooleanSupplier isGivenUp, Runnable work) {
    as(isGivenUp, work);
  }

  /** Does it without, because clients wait meanwhile. */
  void atOnce(Runnable work) {
    as(null, work);
  }

  private void as(@Nullable BooleanSupplier wanted, Runnable work) {
    BooleanSupplier before = GIVEN_UP.get();
    GIVEN_UP.set(wanted);
    try {
      work.run();
    } finally {
      GIVEN_UP.set(before);
    }
  }

  /**
   * What the store answers, at last.
   *
   * @param question is asked again and again; so it must not matter whether the one before was
   *     heard
   */
  <T> T until(Supplier<T> question) {
    while (true) {
      try {
        return question.get();
      } catch (StoreGoneException e) {
        BooleanSupplier mayGiveUp = GIVEN_UP.get();
        if (mayGiveUp == null || mayGiveUp.getAsBoolean()) {
          throw e;
        }
        rest(e);
      }
    }
  }

  void until(Runnable write) {
    until(
        () -> {
          write.run();
          return true;
        });
  }

  private static void rest(StoreGoneException e) {
    try {
      TimeUnit.MILLISECONDS.sleep(AGAIN_AFTER_MILLIS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw e;
    }
  }
}
