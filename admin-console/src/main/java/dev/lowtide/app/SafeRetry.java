package dev.lowtide.app;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Asks once more what may have been done already, where its connection broke before the answer
 * came. The request carries a key, by which a server that knows of such keys does it once.
 */
final class SafeRetry {

  /** Half a minute in all: longer than any request is at work. */
  private static final int TIMES_MAX = 30;

  private final Duration pause;
  private final BooleanSupplier isKeyKnown;

  /** One request, the same each time. */
  @FunctionalInterface
  interface Attempt {
    ApiAnswer make() throws IOException;
  }

  /**
   * @param pause before each further time
   * @param isKeyKnown whether the server does nothing twice under one key; asked only if need be
   */
  SafeRetry(Duration pause, BooleanSupplier isKeyKnown) {
    this.pause = pause;
    this.isKeyKnown = isKeyKnown;
  }

  ApiAnswer answer(Attempt attempt) throws IOException {
    try {
      return attempt.make();
    } catch (ConnectException | InterruptedIOException e) {
      // Nobody has heard it, or nobody has answered for so long that nobody waits any more.
      throw e;
    } catch (IOException broken) {
      if (!isKeyKnown.getAsBoolean()) {
        throw broken;
      }
      return again(attempt);
    }
  }

  private ApiAnswer again(Attempt attempt) throws IOException {
    for (int times = 1; times < TIMES_MAX; times++) {
      rest();
      try {
        ApiAnswer answer = attempt.make();
        if (!answer.isAtWork()) {
          return answer;
        }
      } catch (InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        // It may be back the next time.
      }
    }
    return attempt.make();
  }

  private void rest() throws InterruptedIOException {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }
}
