package dev.lowtide.scheduler.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.IsolationLevel;
import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.SessionBelongings;
import dev.lowtide.proxy.activity.SessionId;
import dev.lowtide.proxy.activity.SessionPhase;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.SessionSnapshot.CommandSnapshot;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.proxy.activity.TransactionSnapshot;
import dev.lowtide.proxy.activity.TransactionSnapshot.Touch;
import dev.lowtide.proxy.activity.TransactionState;
import dev.lowtide.proxy.activity.XaState;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BlockerTest {

  private static final TableName ORDERS = new TableName("shop", "orders");
  private static final TableName CARTS = new TableName("shop", "carts");
  private static final Footprint WRITE = Footprint.of(ORDERS, Access.WRITE);
  private static final long NOW = seconds(1000);

  @Test
  void saysWhoItIsAndWhatItHasTouchedWhen() {
    TransactionSnapshot transaction =
        transaction(WRITE, null, List.of(new Touch(WRITE, NOW - seconds(12))));

    assertThat(text(session(transaction, null, SessionBelongings.NONE)))
        .isEqualTo("session 812, app@10.0.3.7, open for 41 s, touched shop.orders 12 s ago");
  }

  @Test
  void saysThatItTouchedWhereNobodyKnowsWhen() {
    assertThat(text(session(transaction(WRITE, null, List.of()), null, SessionBelongings.NONE)))
        .isEqualTo("session 812, app@10.0.3.7, open for 41 s, touched shop.orders");
  }

  @Test
  void saysThatItLooksAtThePast() {
    TransactionSnapshot transaction =
        transaction(Footprint.NONE, NOW - Duration.ofMillis(350).toNanos(), List.of());

    assertThat(text(session(transaction, null, SessionBelongings.NONE)))
        .isEqualTo("session 812, app@10.0.3.7, open for 41 s, looks at data as of 350 ms ago");
  }

  @Test
  void saysWhatItKeepsBeyondItsTransaction() {
    SessionBelongings belongings =
        new SessionBelongings(
            XaState.NONE,
            "",
            WRITE,
            0,
            Footprint.of(CARTS, Access.READ),
            0,
            Set.of(),
            0,
            Footprint.NONE,
            IsolationLevel.SERVER_DEFAULT);

    assertThat(text(session(TransactionSnapshot.NONE, null, belongings)))
        .isEqualTo(
            "session 812, app@10.0.3.7, has shop.orders locked by LOCK TABLES, has shop.carts open"
                + " by HANDLER");
  }

  @Test
  void saysHowLongItHasBeenAtWork() {
    CommandSnapshot command = new CommandSnapshot("", NOW - seconds(600), WRITE);

    assertThat(text(session(TransactionSnapshot.NONE, command, SessionBelongings.NONE)))
        .isEqualTo("session 812, app@10.0.3.7, at work for 10 min");
  }

  @Test
  void saysThatItCannotBeFollowed() {
    SessionSnapshot opaque =
        session(SessionPhase.OPAQUE, TransactionSnapshot.NONE, null, SessionBelongings.NONE);

    assertThat(text(opaque)).isEqualTo("session 812, app@10.0.3.7, cannot be followed");
  }

  private static String text(SessionSnapshot session) {
    return new Blocker(session, List.of(Reach.of(ORDERS), Reach.of(CARTS))).text(NOW);
  }

  private static TransactionSnapshot transaction(
      Footprint touched, @Nullable Long readView, List<Touch> touches) {
    return new TransactionSnapshot(
        TransactionState.ACTIVE, 3, NOW - seconds(41), touched, readView, touches);
  }

  private static SessionSnapshot session(
      TransactionSnapshot transaction,
      @Nullable CommandSnapshot command,
      SessionBelongings belongings) {
    return session(SessionPhase.READY, transaction, command, belongings);
  }

  private static SessionSnapshot session(
      SessionPhase phase,
      TransactionSnapshot transaction,
      @Nullable CommandSnapshot command,
      SessionBelongings belongings) {
    return new SessionSnapshot(
        new SessionId(1),
        phase,
        812,
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

  private static long seconds(long seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }
}
