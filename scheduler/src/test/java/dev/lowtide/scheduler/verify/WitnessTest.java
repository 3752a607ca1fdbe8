package dev.lowtide.scheduler.verify;

import static dev.lowtide.scheduler.shrink.Plans.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.shrink.Verification;
import dev.lowtide.scheduler.shrink.Verification.Verdict;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WitnessTest {

  private static final TableReading READING =
      new TableReading("CREATE TABLE", 0, 1000, "77/3", Map.of("PRIMARY", 1000L));
  private static final TableReading LESS =
      new TableReading("CREATE TABLE", 0, 999, "76/2", Map.of("PRIMARY", 999L));

  private final List<String> deeds = new ArrayList<>();
  private final Queue<Runnable> background = new ArrayDeque<>();
  private final Reader before = new Reader("before", 43);
  private final Reader after = new Reader("after", 44);
  private final Witness witness = new Witness(before, after, background::add);

  @Test
  void locksWithOneSessionAndLooksBackWithTheOther() {
    comeAndSee();

    assertThat(deeds)
        .containsExactly(
            "before locks shop.orders",
            "before reads shop.orders",
            "before ends its transaction",
            "after begins a snapshot",
            "after counts writes to shop.orders",
            "after reads shop.orders");
  }

  @Test
  void findsTheRebuiltTableTheSame() {
    comeAndSee();

    assertThat(verification().verdict()).isEqualTo(Verdict.SAME);
    assertThat(verification().rows()).isEqualTo(1000);
  }

  @Test
  void findsALostRow() {
    after.reading = LESS;

    comeAndSee();

    assertThat(verification().verdict()).isEqualTo(Verdict.DIFFERENT);
  }

  @Test
  void aDifferenceProvesNothingIfOthersWroteBeforeItsViewWasOpen() {
    after.reading = LESS;
    after.writes = 2;

    comeAndSee();

    assertThat(verification().verdict()).isEqualTo(Verdict.UNPROVEN);
    assertThat(verification().text())
        .startsWith(
            "others, who do not pass the proxy, wrote 2 times before the new table could be read:"
                + " DIFFERENT: rows was 1000, is 999");
  }

  @Test
  void whatIsTheSameIsTheSameWhoeverWrote() {
    after.writes = 2;

    comeAndSee();

    assertThat(verification().verdict()).isEqualTo(Verdict.SAME);
  }

  @Test
  void readsInTheBackground() {
    witness.arrive(ORDERS);
    witness.readOriginal();

    assertThat(witness.hasReadOriginal()).isFalse();
    assertThat(deeds).containsExactly("before locks shop.orders");

    background.remove().run();
    assertThat(witness.hasReadOriginal()).isTrue();
  }

  @Test
  void saysNothingBeforeBothAreRead() {
    witness.arrive(ORDERS);
    assertThat(witness.hasReadOriginal()).isFalse();
    witness.readOriginal();
    background.remove().run();
    assertThat(witness.verification()).isEmpty();

    witness.openView();
    witness.readRebuilt();
    assertThat(witness.verification()).isEmpty();

    background.remove().run();
    assertThat(witness.verification()).isPresent();
  }

  @Test
  void failsLoudlyIfTheOriginalCannotBeRead() {
    before.reading = null;
    witness.arrive(ORDERS);
    witness.readOriginal();
    background.remove().run();

    assertThatThrownBy(witness::hasReadOriginal).hasMessageContaining("before cannot read");
  }

  @Test
  void aRebuiltTableThatCannotBeReadIsUnproven() {
    after.reading = null;

    comeAndSee();

    assertThat(verification().verdict()).isEqualTo(Verdict.UNPROVEN);
    assertThat(verification().text())
        .startsWith("could not be compared: ")
        .contains("after cannot read");
  }

  @Test
  void namesItsSessions() {
    assertThat(witness.threadIds()).containsExactly(43L, 44L);
  }

  @Test
  void endsBothSessions() {
    witness.close();

    assertThat(deeds).containsExactlyInAnyOrder("before closes", "after closes");
  }

  @Test
  void mustArriveFirst() {
    assertThatThrownBy(witness::readOriginal)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("arrive comes first");
  }

  private void comeAndSee() {
    witness.arrive(ORDERS);
    witness.readOriginal();
    background.remove().run();
    witness.stepAside();
    witness.openView();
    witness.readRebuilt();
    background.remove().run();
  }

  private Verification verification() {
    return witness.verification().orElseThrow();
  }

  private final class Reader implements TableReader {
    private final String name;
    private final long threadId;
    private @Nullable TableReading reading = READING;
    private long writes;

    Reader(String name, long threadId) {
      this.name = name;
      this.threadId = threadId;
    }

    @Override
    public long threadId() {
      return threadId;
    }

    @Override
    public void lockShared(TableName table) {
      deeds.add(name + " locks " + table);
    }

    @Override
    public void beginSnapshot() {
      deeds.add(name + " begins a snapshot");
    }

    @Override
    public void endTransaction() {
      deeds.add(name + " ends its transaction");
    }

    @Override
    public TableReading read(TableName table) {
      deeds.add(name + " reads " + table);
      return Objects.requireNonNull(reading, name + " cannot read");
    }

    @Override
    public long writesSinceInPlace(TableName table) {
      deeds.add(name + " counts writes to " + table);
      return writes;
    }

    @Override
    public void close() {
      deeds.add(name + " closes");
    }
  }
}
