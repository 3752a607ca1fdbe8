package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.proxy.hold.Hold;
import dev.lowtide.proxy.hold.HoldRefusedException;
import dev.lowtide.proxy.hold.HoldRequest;
import dev.lowtide.proxy.hold.HoldScope;
import java.sql.Connection;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Who may hold what, how much of it, and for how long. */
class HoldersIT extends HoldScenario {

  private static final TableName FREE = new TableName(Lab.SCHEMA, "free");

  @Test
  void aSchemaIsHeldWithAllItsTables() throws Exception {
    Hold hold = place(new HoldScope.Touching(Reach.ofSchema(Lab.SCHEMA)));
    Connection elsewhere = connect();
    Lab.execute(elsewhere, "SELECT COUNT(*) FROM information_schema.SCHEMATA", "SELECT 1");
    assertThat(hold.counts().held()).isZero();

    CompletableFuture<Void> first = run(connect(), WRITE);
    CompletableFuture<Void> second = run(connect(), "SELECT * FROM free");

    awaitHeld(hold, 2);
    hold.release();
    assertDone(first);
    assertDone(second);
  }

  @Test
  void everythingIsHeldThatTouchesATable() throws Exception {
    Connection busy = connect();
    Lab.execute(busy, "BEGIN", "SELECT * FROM free");
    Connection other = connect();
    Hold hold = place(new HoldScope.Everything());
    Lab.execute(busy, "INSERT INTO free VALUES (NULL)", "COMMIT");
    Lab.execute(other, "SELECT 1", "SET @a = 1", "BEGIN", "COMMIT");
    assertThat(hold.counts().held()).isZero();

    CompletableFuture<Void> read = run(other, "SELECT * FROM free");

    awaitHeld(hold, 1);
    hold.release();
    assertDone(read);
  }

  @Test
  void aTableIsHeldThroughItsViews() throws Exception {
    Reach withView =
        new Reach(
            Set.of(HELD),
            Set.of(),
            Map.of(
                new TableName(Lab.SCHEMA, "held_view"), new Reach.Via(Access.READ, Access.WRITE)),
            Map.of(),
            Set.of());
    Connection reader = connect();
    Lab.execute(reader, "CREATE OR REPLACE VIEW held_view AS SELECT * FROM held");
    Hold hold = place(new HoldScope.Touching(withView));

    CompletableFuture<Void> read = run(reader, "SELECT * FROM held_view");

    awaitHeld(hold, 1);
    hold.release();
    assertDone(read);
    Lab.execute(reader, "DROP VIEW held_view");
  }

  @Test
  void twoHoldersCannotHaveTheSameTable() throws Exception {
    long refused = (Long) proxy.gauge("proxy.holds.refused");
    try (Hold hold = place(WRITES)) {
      assertThatThrownBy(() -> proxy.holds().place(HoldRequest.of("another test", TOUCHING)))
          .isInstanceOf(HoldRefusedException.class)
          .hasMessageContaining("a test holds writes to lab.held");

      assertThat(proxy.gauge("proxy.holds.refused")).isEqualTo(refused + 1);
      assertThat(hold.isOver()).isFalse();
      Hold free =
          place(
              proxy.holds(),
              HoldRequest.of("another test", new HoldScope.Touching(Reach.of(FREE))));
      free.release();
    }
  }

  @Test
  void aTableRestsForAsLongAsItWasHeld() throws Exception {
    Hold hold = place(WRITES);
    CompletableFuture<Void> write = run(connect(), WRITE);
    awaitHeld(hold, 1);
    Lab.await("a second", () -> hold.counts().longestWait().toMillis() > 1000);

    hold.release();

    assertThatThrownBy(() -> proxy.holds().place(HoldRequest.of("a test", WRITES)))
        .isInstanceOfSatisfying(
            HoldRefusedException.class,
            refusal ->
                assertThat(refusal.left())
                    .isBetween(Duration.ofMillis(600), hold.counts().longestWait()));
    assertDone(write);
    long began = System.nanoTime();
    place(WRITES).release();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(600));
  }

  @Test
  void aHolderThatDiesStopsNobodyForLongerThanTheDeadline() throws Exception {
    Duration deadline = Duration.ofSeconds(2);
    Connection writer = connect();
    AtomicReference<Hold> placed = new AtomicReference<>();
    Thread holder = new Thread(() -> placed.set(place(WRITES, deadline)), "a scheduler that dies");
    holder.start();
    holder.join();
    long began = System.nanoTime();
    CompletableFuture<Void> write = run(writer, WRITE);
    awaitHeld(placed.get(), 1);

    assertDone(write);

    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isBetween(deadline, deadline.plusMillis(500));
    Lab.await("the end of the lease", placed.get()::isOver);
    Lab.execute(connect(), WRITE);
    assertThat(placed.get().counts().held()).isEqualTo(1);
    assertThat(placed.get().counts().expired()).isEqualTo(1);
    assertThat(proxy.holds().isIdle()).isTrue();
  }

  @Test
  void whatWaitedIsCounted() throws Exception {
    long before = proxy.count("proxy.statements.held");
    Hold hold = place(WRITES);
    CompletableFuture<Void> write = run(connect(), WRITE);
    awaitHeld(hold, 1);
    Lab.await("a wait", () -> hold.counts().longestWait().toMillis() > 50);

    hold.release();

    assertDone(write);
    assertThat(proxy.count("proxy.statements.held")).isEqualTo(before + 1);
    assertThat((Long) proxy.gauge("proxy.holds.placed")).isPositive();
    assertThat((Long) proxy.gauge("proxy.holds.longestWaitMillis")).isGreaterThanOrEqualTo(50);
  }
}
