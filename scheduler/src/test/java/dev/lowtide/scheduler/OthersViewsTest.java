package dev.lowtide.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.ledger.Orphan;
import dev.lowtide.scheduler.ledger.PreparedXa;
import dev.lowtide.scheduler.ledger.Reconciliation;
import dev.lowtide.scheduler.ledger.ServerLock;
import dev.lowtide.scheduler.ledger.ServerSession;
import dev.lowtide.scheduler.ledger.ServerTransaction;
import dev.lowtide.scheduler.operator.OthersView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OthersViewsTest {

  private static final Duration AGE = Duration.ofSeconds(41);

  @Test
  void whoBypassesTheProxyIsShownWithWhatItHasLockedAndOpen() {
    ServerSession session =
        session(
            "Sleep",
            List.of(lock("orders", false), lock("orders", false), lock("carts", true)),
            new ServerTransaction(4711, "REPEATABLE READ", "", AGE));

    OthersView view = OthersViews.of(found(List.of(session), List.of(), ""));

    assertThat(view.isNone()).isFalse();
    assertThat(view.bypassing()).hasSize(1);
    assertThat(view.bypassing().get(0).tables()).containsExactly("shop.orders SHARED_WRITE");
    assertThat(view.bypassing().get(0).transactionFor()).isEqualTo(AGE);
    assertThat(view.bypassing().get(0).trxId()).isEqualTo("4711");
  }

  @Test
  void anOrphanIsShownWithWhatTheServerStillDoesForIt() {
    Orphan orphan = new Orphan(session("Query", List.of(), null), AGE);

    OthersView view = OthersViews.of(found(List.of(), List.of(orphan), ""));

    assertThat(view.orphans()).hasSize(1);
    assertThat(view.orphans().get(0).statement()).isEqualTo("Query");
    assertThat(view.orphans().get(0).sinceEnded()).isEqualTo(AGE);
  }

  @Test
  void nobodyAndNobodyKnowsAreToldApart() {
    assertThat(OthersViews.of(found(List.of(), List.of(), "")).isNone()).isTrue();

    OthersView blind = OthersViews.of(found(List.of(), List.of(), "the server does not answer"));

    assertThat(blind.isNone()).isFalse();
    assertThat(blind.blindness()).isEqualTo("the server does not answer");
  }

  private static ServerSession session(
      String command, List<ServerLock> locks, @Nullable ServerTransaction transaction) {
    return new ServerSession(
        812, "batch", "10.0.0.9", "cron", "shop", command, AGE, locks, transaction);
  }

  private static ServerLock lock(String table, boolean isPending) {
    return new ServerLock(ServerLock.Kind.TABLE, "shop", table, "SHARED_WRITE", isPending);
  }

  private static Reconciliation found(
      List<ServerSession> bypassing, List<Orphan> orphans, String blindness) {
    return new Reconciliation(
        0,
        Duration.ZERO,
        blindness,
        0,
        0,
        List.of(),
        bypassing,
        orphans,
        PreparedXa.NONE,
        List.of(),
        Map.of());
  }
}
