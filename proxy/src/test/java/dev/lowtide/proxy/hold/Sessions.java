package dev.lowtide.proxy.hold;

import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.IsolationLevel;
import dev.lowtide.proxy.activity.SessionBelongings;
import dev.lowtide.proxy.activity.SessionId;
import dev.lowtide.proxy.activity.SessionPhase;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.SessionSnapshot.CommandSnapshot;
import dev.lowtide.proxy.activity.TransactionSnapshot;
import dev.lowtide.proxy.activity.TransactionState;
import dev.lowtide.proxy.activity.XaState;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sessions as a hold may find them. */
final class Sessions {

  private Sessions() {}

  static SessionSnapshot idle(long id) {
    return session(id, SessionPhase.READY, null, TransactionSnapshot.NONE, SessionBelongings.NONE);
  }

  static SessionSnapshot opaque(long id) {
    return session(id, SessionPhase.OPAQUE, null, TransactionSnapshot.NONE, SessionBelongings.NONE);
  }

  static SessionSnapshot inTransaction(long id, Footprint touched) {
    return session(
        id, SessionPhase.READY, null, transaction(touched, null), SessionBelongings.NONE);
  }

  static SessionSnapshot withReadView(long id) {
    return session(
        id, SessionPhase.READY, null, transaction(Footprint.NONE, 7L), SessionBelongings.NONE);
  }

  static SessionSnapshot inFlight(long id, Footprint footprint) {
    CommandSnapshot command = new CommandSnapshot("digest", 0, footprint);
    return session(
        id, SessionPhase.READY, command, TransactionSnapshot.NONE, SessionBelongings.NONE);
  }

  static SessionSnapshot withBelongings(long id, Footprint locked, Footprint handlers) {
    SessionBelongings belongings =
        new SessionBelongings(
            XaState.NONE,
            "",
            locked,
            0,
            handlers,
            0,
            Set.of(),
            0,
            Footprint.NONE,
            IsolationLevel.SERVER_DEFAULT);
    return session(id, SessionPhase.READY, null, TransactionSnapshot.NONE, belongings);
  }

  private static TransactionSnapshot transaction(Footprint touched, @Nullable Long readView) {
    return new TransactionSnapshot(TransactionState.ACTIVE, 1, 0, touched, readView, List.of());
  }

  private static SessionSnapshot session(
      long id,
      SessionPhase phase,
      @Nullable CommandSnapshot command,
      TransactionSnapshot transaction,
      SessionBelongings belongings) {
    return new SessionSnapshot(
        new SessionId(id),
        phase,
        id + 800,
        "app",
        "10.0.3.7:50001",
        "",
        "shop",
        false,
        false,
        1,
        command,
        transaction,
        belongings);
  }
}
