package dev.lowtide.proxy.relay;

import dev.lowtide.proxy.hold.Hold;
import dev.lowtide.proxy.hold.Lookout;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** The event loops and their sessions, for holds. Safe for any thread. */
public final class HoldLookout implements Lookout {

  private final EventLoopGroup loops;
  private final LiveSessions sessions;

  public HoldLookout(EventLoopGroup loops, LiveSessions sessions) {
    this.loops = loops;
    this.sessions = sessions;
  }

  @Override
  public CompletionStage<Integer> look(Hold hold) {
    return sessions
        .ask(session -> look(hold, session))
        .thenApply(atWork -> Collections.frequency(atWork, true));
  }

  private static boolean look(Hold hold, RelaySession session) {
    session.look(hold);
    return session.tracker().isAwaitingReply();
  }

  @Override
  public boolean later(Duration delay, Runnable action) {
    try {
      loops.next().schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }
}
