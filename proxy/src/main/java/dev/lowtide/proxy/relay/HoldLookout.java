package dev.lowtide.proxy.relay;

import dev.lowtide.proxy.hold.Hold;
import dev.lowtide.proxy.hold.Lookout;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The event loops' sessions, for holds. All loops look at the same time, each in slices between
 * which it serves its channels. Safe for any thread.
 */
public final class HoldLookout implements Lookout {

  /**
   * Sessions that one slice passes over, those of other loops included. Showing one to a hold takes
   * about a microsecond, so a packet waits for half a millisecond at the most, and 10,000 sessions
   * are looked at in 20 slices.
   */
  private static final int SLICE = 512;

  private final EventLoopGroup loops;
  private final Collection<RelaySession> sessions;

  /** The sessions may come and go while they are looked at. */
  public HoldLookout(EventLoopGroup loops, Collection<RelaySession> sessions) {
    this.loops = loops;
    this.sessions = sessions;
  }

  @Override
  public CompletionStage<Integer> look(Hold hold) {
    List<CompletableFuture<Integer>> looks = new ArrayList<>();
    for (EventExecutor loop : loops) {
      Look look = new Look(loop, sessions.iterator(), hold);
      looks.add(look.commands);
      look.begin();
    }
    return CompletableFuture.allOf(looks.toArray(CompletableFuture[]::new))
        .thenApply(all -> looks.stream().mapToInt(CompletableFuture::join).sum());
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

  /** One loop's. Confined to that loop from its first slice on. */
  private static final class Look implements Runnable {
    private final EventExecutor loop;
    private final Iterator<RelaySession> all;
    private final Hold hold;
    private final CompletableFuture<Integer> commands = new CompletableFuture<>();
    private int commandsSeen;

    Look(EventExecutor loop, Iterator<RelaySession> all, Hold hold) {
      this.loop = loop;
      this.all = all;
      this.hold = hold;
    }

    /** A loop that takes no more tasks has ended its sessions, or is about to. */
    void begin() {
      try {
        loop.execute(this);
      } catch (RejectedExecutionException e) {
        commands.complete(0);
      }
    }

    @Override
    public void run() {
      for (int i = 0; i < SLICE && all.hasNext(); i++) {
        RelaySession session = all.next();
        if (session.loop() == loop) {
          session.look(hold);
          commandsSeen += session.tracker().isAwaitingReply() ? 1 : 0;
        }
      }
      if (all.hasNext()) {
        next();
      } else {
        commands.complete(commandsSeen);
      }
    }

    /** A timer that is due comes after the channels, a task would come before them. */
    private void next() {
      try {
        loop.schedule(this, 0, TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException e) {
        commands.complete(commandsSeen);
      }
    }
  }
}
