package dev.lowtide.proxy.hold;

import java.time.Duration;

/** A statement's place in a hold, for the session whose statement it is. Safe for any thread. */
public final class Waiter {

  private final WaitingRoom room;
  private final Runnable goOn;
  private final long sinceNanos;

  Waiter(WaitingRoom room, Runnable goOn, long sinceNanos) {
    this.room = room;
    this.goOn = goOn;
    this.sinceNanos = sinceNanos;
  }

  long sinceNanos() {
    return sinceNanos;
  }

  void goOn() {
    goOn.run();
  }

  /** Since it came, whether it still waits or not. */
  public Duration waited() {
    return room.since(sinceNanos);
  }

  /** Its deadline is reached: it goes on by itself. */
  public void expire() {
    room.expire(this);
  }

  /** Its client is gone. */
  public void leave() {
    room.leave(this);
  }

  /** It had gone on, and has its reply by now or will never get one; to be told once. */
  public void onAnswered() {
    room.onAnswered();
  }
}
