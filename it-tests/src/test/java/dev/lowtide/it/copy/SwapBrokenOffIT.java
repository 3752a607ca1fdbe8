package dev.lowtide.it.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.scenarios.Lab;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.BinlogPosition;
import dev.lowtide.scheduler.copy.CopyRecord;
import dev.lowtide.scheduler.copy.CopyStoppedException;
import dev.lowtide.scheduler.copy.RowKey;
import dev.lowtide.scheduler.execute.Swap;
import dev.lowtide.scheduler.execute.Swap.Outcome;
import dev.lowtide.scheduler.execute.SwapServer.Settled;
import dev.lowtide.scheduler.execute.SwapSession;
import dev.lowtide.scheduler.mysql.MySqlSwapTraces;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A cut-over whose session ends in the middle: the table and its triggers are whole all the same.
 */
class SwapBrokenOffIT {

  private static final String PLAIN = "(id INT PRIMARY KEY AUTO_INCREMENT, v INT)";
  private static final int MOMENTS = 12;

  private final ExecutorService killers = Executors.newCachedThreadPool();
  private SwapLab lab;
  private CopyRecord copy;
  private List<String> triggers = List.of();

  @BeforeEach
  void open() throws Exception {
    lab = SwapLab.open();
    lab.table(PLAIN, 20);
    Lab.execute(
        lab.direct,
        "CREATE TABLE swap_log (id INT PRIMARY KEY AUTO_INCREMENT, what INT)",
        "CREATE TRIGGER one AFTER INSERT ON swapped FOR EACH ROW SET @one = NEW.id",
        "CREATE TRIGGER two AFTER INSERT ON swapped FOR EACH ROW SET @two = NEW.id",
        "CREATE TRIGGER three BEFORE DELETE ON swapped FOR EACH ROW SET @three = OLD.id");
    triggers = lab.triggers();
    copy = lab.shadow();
  }

  @AfterEach
  void close() throws Exception {
    killers.shutdownNow();
    lab.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lock", "mark", "apply", "differing", "swap", "unlock"})
  void aSessionThatIsKilledBeforeAStepLeavesEverythingWhole(String step) throws Exception {
    lab.changes.tell(4);

    Swap swap = attemptKilledAt(step);

    assertThat(swap.outcome()).as(swap.text()).isIn(Outcome.SWAPPED, Outcome.NOT_NOW);
    assertThat(swap.outcome() == Outcome.SWAPPED).as(swap.text()).isEqualTo(step.equals("unlock"));
    assertWhole(swap.outcome() == Outcome.SWAPPED);
  }

  @Test
  void aSessionThatIsKilledAtAnyMomentOfTheSwapLeavesEverythingWhole() throws Exception {
    Random random = new Random(4711);
    int swapped = 0;
    for (int i = 0; i < MOMENTS; i++) {
      Duration moment = Duration.ofMillis(1 + random.nextInt(60));
      Swap swap = attemptKilledAfter(moment);
      assertThat(swap.outcome()).as(swap.text()).isIn(Outcome.SWAPPED, Outcome.NOT_NOW);
      boolean isSwapped = swap.outcome() == Outcome.SWAPPED;
      assertWhole(isSwapped);
      swapped += isSwapped ? 1 : 0;
      copy = lab.shadow();
    }
    assertThat(swapped).as("swapped in spite of it").isBetween(0, MOMENTS);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatADeadProcessLeftWithoutTriggersIsMended(boolean isRenamed) throws Exception {
    try (SwapSession session = lab.session(copy.table(), copy.id())) {
      session.announce();
      assertThat(session.lock(SwapLab.BUDGET)).isTrue();
      session.swap();
      session.unlock();
    }
    if (!isRenamed) {
      rename(copy.table().original(), copy.table().shadow(), copy.table().old());
    }
    Lab.execute(
        lab.direct, "DROP TRIGGER IF EXISTS two", "UPDATE lowtide.copy SET phase = 'SWAPPING'");
    if (!isRenamed) {
      Lab.execute(lab.direct, "DROP TRIGGER IF EXISTS one", "DROP TRIGGER IF EXISTS three");
    }

    Settled settled = new MySqlSwapTraces(lab.target).recover(copy.table(), copy.id());

    assertThat(settled.outcome())
        .isEqualTo(isRenamed ? Settled.Outcome.SWAPPED : Settled.Outcome.NOT_SWAPPED);
    assertThat(settled.text()).contains("triggers made anew:").contains("two");
    assertWhole(isRenamed);
  }

  @Test
  void tablesThatFitNoStoryAreUnknownAndNothingIsTouched() throws Exception {
    Lab.execute(lab.direct, "DROP TABLE " + copy.table().shadow().quoted());

    Settled settled = new MySqlSwapTraces(lab.target).recover(copy.table(), copy.id());

    assertThat(settled.outcome()).isEqualTo(Settled.Outcome.UNKNOWN);
    assertThat(settled.text()).contains("no lowtide_new.swapped", "a lab.swapped");
  }

  private void rename(TableName original, TableName shadow, TableName old) throws SQLException {
    Lab.execute(
        lab.direct,
        "DROP TRIGGER one",
        "DROP TRIGGER two",
        "DROP TRIGGER three",
        "RENAME TABLE "
            + original.quoted()
            + " TO "
            + shadow.quoted()
            + ", "
            + old.quoted()
            + " TO "
            + original.quoted());
  }

  private Swap attemptKilledAt(String step) throws Exception {
    return attempt(new Killing(lab.session(copy.table(), copy.id()), step, null));
  }

  private Swap attemptKilledAfter(Duration moment) throws Exception {
    lab.changes.tell(4);
    return attempt(new Killing(lab.session(copy.table(), copy.id()), "swap", moment));
  }

  /** Applying to a lost session stops the copy where it stands, which is as good as not now. */
  private Swap attempt(SwapSession session) throws Exception {
    Swap[] last = new Swap[1];
    Lab.await(
        "an attempt that is let begin",
        () -> {
          try {
            last[0] = lab.swaps(copy.table(), copy.id(), session).attempt();
          } catch (CopyStoppedException e) {
            last[0] = SwapLab.notNow(e.text());
          }
          return !((Killing) session).isIntact();
        });
    session.close();
    return last[0];
  }

  private void assertWhole(boolean isSwapped) throws Exception {
    assertThat(lab.triggers()).isEqualTo(triggers);
    assertThat(Lab.ask(lab.direct, "SELECT COUNT(*) FROM swapped")).isEqualTo("20");
    assertThat(lab.phase(copy))
        .isIn(isSwapped ? List.of("KEPT") : List.of("CREATING", "FOLLOWING"));
    TableName other = isSwapped ? copy.table().old() : copy.table().shadow();
    assertThat(Lab.ask(lab.direct, "SELECT COUNT(*) FROM " + other.quoted())).isEqualTo("20");
    assertThat(
            Lab.rows(
                lab.direct,
                "SELECT LOCK_TYPE FROM performance_schema.metadata_locks"
                    + " WHERE OBJECT_NAME = 'swapped' AND LOCK_TYPE LIKE 'SHARED_NO_%'"))
        .isEmpty();
  }

  /** Ends its session at the server right before a step, or some time after that has begun. */
  private final class Killing implements SwapSession {

    private final SwapSession session;
    private final String step;
    private final @Nullable Duration after;
    private boolean isIntact = true;

    Killing(SwapSession session, String step, @Nullable Duration after) {
      this.session = session;
      this.step = step;
      this.after = after;
    }

    boolean isIntact() {
      return isIntact;
    }

    @Override
    public long threadId() {
      return session.threadId();
    }

    @Override
    public List<String> refusals() {
      return session.refusals();
    }

    @Override
    public List<TableName> alsoLocked() {
      return session.alsoLocked();
    }

    @Override
    public void announce() {
      session.announce();
    }

    @Override
    public void conclude(boolean isSwapped) {
      session.conclude(isSwapped);
    }

    @Override
    public boolean lock(Duration within) {
      before("lock");
      return session.lock(within);
    }

    @Override
    public long mark() {
      before("mark");
      return session.mark();
    }

    @Override
    public void apply(Collection<RowKey> keys, BinlogPosition upTo) {
      before("apply");
      session.apply(keys, upTo);
    }

    @Override
    public Set<RowKey> differing(Collection<RowKey> keys) {
      before("differing");
      return session.differing(keys);
    }

    @Override
    public void swap() {
      before("swap");
      session.swap();
    }

    @Override
    public void unlock() {
      before("unlock");
      session.unlock();
    }

    @Override
    public void close() {
      session.close();
    }

    private void before(String next) {
      Duration wait = after;
      if (next.equals(step) && wait == null) {
        kill();
      } else if (next.equals(step) && wait != null) {
        isIntact = false;
        CompletableFuture.delayedExecutor(wait.toNanos(), TimeUnit.NANOSECONDS, killers)
            .execute(this::kill);
      }
    }

    private void kill() {
      isIntact = false;
      try (Connection connection = Lab.server().connect()) {
        Lab.execute(connection, "KILL CONNECTION " + threadId());
      } catch (Exception e) {
        // Gone by itself already.
      }
    }
  }
}
