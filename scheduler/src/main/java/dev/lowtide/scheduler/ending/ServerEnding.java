package dev.lowtide.scheduler.ending;

/** What became of the wish to end a session at the server. */
public sealed interface ServerEnding {

  /** It was told to end; it rolls back and goes. */
  record Ended(ServerSession was) implements ServerEnding {}

  /** There is no such session; nothing was done. */
  record Gone() implements ServerEnding {}

  /** That transaction is over; nothing was done. */
  record Changed(ServerSession now) implements ServerEnding {}

  /** It must not or cannot be ended from here; nothing was done. */
  record Refused(String why) implements ServerEnding {}
}
