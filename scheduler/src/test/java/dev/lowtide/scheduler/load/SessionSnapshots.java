package dev.lowtide.scheduler.load;

import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.SessionBelongings;
import dev.lowtide.proxy.activity.SessionId;
import dev.lowtide.proxy.activity.SessionPhase;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.SessionSnapshot.CommandSnapshot;
import dev.lowtide.proxy.activity.TransactionSnapshot;
import dev.lowtide.proxy.activity.TransactionState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sessions as the proxy tells of them. */
public final class SessionSnapshots {

  private SessionSnapshots() {}

  public static SessionSnapshot idle(long threadId) {
    return session(threadId, SessionPhase.READY, null, TransactionSnapshot.NONE);
  }

  public static SessionSnapshot opaque(long threadId) {
    return session(threadId, SessionPhase.OPAQUE, null, TransactionSnapshot.NONE);
  }

  public static SessionSnapshot inCommand(long threadId, Footprint footprint) {
    return session(threadId, SessionPhase.READY, command(footprint), TransactionSnapshot.NONE);
  }

  public static SessionSnapshot inTransaction(
      long threadId, TransactionState state, long sinceNanos, Footprint touched) {
    return session(
        threadId,
        SessionPhase.READY,
        null,
        new TransactionSnapshot(state, 1, sinceNanos, touched, null, List.of()));
  }

  public static CommandSnapshot command(Footprint footprint) {
    return new CommandSnapshot("UPDATE orders SET a = ?", 0, footprint);
  }

  public static SessionSnapshot session(
      long threadId,
      SessionPhase phase,
      @Nullable CommandSnapshot command,
      TransactionSnapshot transaction) {
    return new SessionSnapshot(
        new SessionId(threadId + 1000),
        phase,
        threadId,
        "app",
        "10.0.0.1:4711",
        "shop",
        "shop",
        true,
        false,
        3,
        command,
        transaction,
        SessionBelongings.NONE);
  }
}
