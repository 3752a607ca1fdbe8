package dev.lowtide.proxy.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.SessionBelongings;
import dev.lowtide.proxy.activity.SessionId;
import dev.lowtide.proxy.activity.SessionPhase;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.SessionSnapshot.CommandSnapshot;
import dev.lowtide.proxy.activity.TransactionId;
import dev.lowtide.proxy.activity.TransactionSnapshot;
import dev.lowtide.proxy.activity.TransactionState;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EndingTest {

  private static final SessionId SESSION = new SessionId(17);
  private static final TransactionId SEEN = new TransactionId(SESSION, 3);

  @ParameterizedTest
  @EnumSource(names = {"EMPTY", "ACTIVE", "UNKNOWN"})
  void theTransactionThatWasSeenEndsWithItsSession(TransactionState state) {
    SessionSnapshot now = session(SessionPhase.READY, state, 3, null);

    assertThat(Ending.of(now, SEEN)).isEqualTo(new Ending.Ended(now));
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "ARMED"})
  void oneThatIsOverEndsNothing(TransactionState state) {
    SessionSnapshot now = session(SessionPhase.READY, state, 3, null);

    assertThat(Ending.of(now, SEEN)).isEqualTo(new Ending.Changed(now));
  }

  @Test
  void theNextTransactionOfTheSessionIsNotTheOneThatWasSeen() {
    SessionSnapshot now = session(SessionPhase.READY, TransactionState.ACTIVE, 4, null);

    assertThat(Ending.of(now, SEEN)).isEqualTo(new Ending.Changed(now));
  }

  @Test
  void aSessionThatCannotBeFollowedAnyMoreIsLeftAlone() {
    SessionSnapshot now = session(SessionPhase.OPAQUE, TransactionState.ACTIVE, 3, null);

    assertThat(Ending.of(now, SEEN)).isEqualTo(new Ending.Changed(now));
  }

  @Test
  void aSessionThatIsClosedOrAnotherOneIsGone() {
    SessionSnapshot closed = session(SessionPhase.CLOSED, TransactionState.ACTIVE, 3, null);
    SessionSnapshot open = session(SessionPhase.READY, TransactionState.ACTIVE, 3, null);

    assertThat(Ending.of(closed, SEEN)).isEqualTo(new Ending.Gone());
    assertThat(Ending.of(open, new TransactionId(new SessionId(18), 3)))
        .isEqualTo(new Ending.Gone());
  }

  @Test
  void aStatementInFlightIsAtWorkAtTheServer() {
    CommandSnapshot command = new CommandSnapshot("UPDATE t SET a = ?", 5, Footprint.UNKNOWN);

    assertThat(
            new Ending.Ended(session(SessionPhase.READY, TransactionState.ACTIVE, 3, command))
                .wasAtWork())
        .isTrue();
    assertThat(
            new Ending.Ended(session(SessionPhase.READY, TransactionState.ACTIVE, 3, null))
                .wasAtWork())
        .isFalse();
  }

  private static SessionSnapshot session(
      SessionPhase phase, TransactionState state, long number, @Nullable CommandSnapshot command) {
    return new SessionSnapshot(
        SESSION,
        phase,
        812,
        "app",
        "10.0.3.7:4711",
        "shop",
        "shop",
        false,
        false,
        9,
        command,
        new TransactionSnapshot(state, number, 0, Footprint.NONE, null, List.of()),
        SessionBelongings.NONE);
  }
}
