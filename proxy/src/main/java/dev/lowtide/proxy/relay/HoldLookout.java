package dev.lowtide.proxy.relay;

import dev.lowtide.proxy.hold.Hold;
import dev.lowtide.proxy.hold.Lookout;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

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
        .visit(AtomicInteger::new, (commands, session) -> look(hold, session, commands))
        .thenApply(HoldLookout::sum);
  }

  private static void look(Hold hold, RelaySession session, AtomicInteger commands) {
    session.look(hold);
    if (session.tracker().isAwaitingReply()) {
      commands.incrementAndGet();
    }
  }

  private static int sum(List<AtomicInteger> counts) {
    return counts.stream().mapToInt(AtomicInteger::get).sum();
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
