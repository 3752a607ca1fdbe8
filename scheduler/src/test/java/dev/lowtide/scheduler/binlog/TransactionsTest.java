package dev.lowtide.scheduler.binlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.scheduler.copy.BinlogPosition;
import dev.lowtide.scheduler.copy.CopyStoppedException;
import dev.lowtide.scheduler.copy.RowKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose rows count when, and from where the log can be read again. */
class TransactionsTest {

  private static final String FILE = "binlog.000001";

  private final List<String> told = new ArrayList<>();
  private final Transactions transactions = new Transactions(at(4), sink());

  @Test
  void rowsAreToldAsTheyAreRead() throws Exception {
    transactions.onBegin();
    transactions.onKey(RowKey.of("1"));
    transactions.onKey(RowKey.of("2"));
    end(100);

    assertThat(told).containsExactly("1", "2", "@100 mark 0");
  }

  @Test
  void rowsOfAnXaTransactionCountWhenItIsCommitted() throws Exception {
    prepare("X'61',X'',1", "1", 100);
    transaction("2", 200);
    decide("X'61',X'',1", true, 300);

    assertThat(told).containsExactly("@4 mark 0", "2", "@4 mark 0", "1", "@300 mark 0");
  }

  @Test
  void rowsOfAnXaTransactionThatIsRolledBackDoNotCount() throws Exception {
    prepare("X'61',X'',1", "1", 100);
    decide("X'61',X'',1", false, 200);

    assertThat(told).containsExactly("@4 mark 0", "@200 mark 0");
  }

  @Test
  void theOldestUndecidedOneSaysFromWhereToReadAgain() throws Exception {
    transaction("0", 50);
    prepare("a", "1", 100);
    prepare("b", "2", 200);
    decide("a", true, 300);
    decide("b", true, 400);

    assertThat(told)
        .containsExactly(
            "0", "@50 mark 0", "@50 mark 0", "@50 mark 0", "1", "@100 mark 0", "2", "@400 mark 0");
  }

  @Test
  void anXaTransactionOnOtherTablesHoldsNothingBack() throws Exception {
    transactions.onXaStart("a");
    transactions.onXaPrepare(false);
    transactions.onBoundary(at(100));

    assertThat(told).containsExactly("@100 mark 0");
  }

  @Test
  void inOnePhaseItIsCommitted() throws Exception {
    transactions.onXaStart("a");
    transactions.onKey(RowKey.of("1"));
    transactions.onXaPrepare(true);
    transactions.onBoundary(at(100));

    assertThat(told).containsExactly("1", "@100 mark 0");
  }

  @Test
  void anXaTransactionThatWasPreparedBeforeWeCameIsNobodys() throws Exception {
    decide("a", true, 100);

    assertThat(told).containsExactly("@100 mark 0");
  }

  @Test
  void whatCameOfATransactionBeforeTheLinkWasLostComesAgain() throws Exception {
    transactions.onXaStart("a");
    transactions.onKey(RowKey.of("1"));
    transactions.restart();
    transaction("2", 100);

    assertThat(transactions.isOpen()).isFalse();
    assertThat(told).containsExactly("2", "@100 mark 0");
  }

  @Test
  void theHighestMarkIsTold() throws Exception {
    transactions.onMark(7);
    end(100);
    transactions.onMark(6);
    end(200);

    assertThat(told).containsExactly("@100 mark 7", "@200 mark 7");
  }

  @Test
  void tooManyRowsOfUndecidedTransactionsEndIt() {
    transactions.onXaStart("a");

    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 10_000; i++) {
                transactions.onKey(RowKey.of("AB".repeat(1000) + i));
              }
            })
        .isInstanceOf(CopyStoppedException.class)
        .hasMessageContaining("XA transactions that are not decided");
  }

  private void transaction(String key, long end) throws Exception {
    transactions.onBegin();
    transactions.onKey(RowKey.of(key));
    end(end);
  }

  private void end(long end) throws Exception {
    transactions.onEnd();
    transactions.onBoundary(at(end));
  }

  private void prepare(String xid, String key, long end) throws Exception {
    transactions.onXaStart(xid);
    transactions.onKey(RowKey.of(key));
    transactions.onXaPrepare(false);
    transactions.onBoundary(at(end));
  }

  private void decide(String xid, boolean isCommitted, long end) throws Exception {
    transactions.onXaDecided(xid, isCommitted);
    transactions.onBoundary(at(end));
  }

  private static BinlogPosition at(long offset) {
    return new BinlogPosition(FILE, offset);
  }

  private ChangeSink sink() {
    return new ChangeSink() {
      @Override
      public void onKey(RowKey key) {
        told.add(key.toString());
      }

      @Override
      public void onBoundary(BinlogPosition resumeAt, long mark) {
        told.add("@" + resumeAt.offset() + " mark " + mark);
      }
    };
  }
}
