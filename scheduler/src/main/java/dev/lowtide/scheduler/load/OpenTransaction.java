package dev.lowtide.scheduler.load;

import java.time.Duration;

/** A transaction that is open on the server. */
public record OpenTransaction(long threadId, String account, Duration age) {

  @Override
  public String toString() {
    return "session " + threadId + " (" + account + "), open for " + age.toSeconds() + " s";
  }
}
