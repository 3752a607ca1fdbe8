package dev.lowtide.scheduler.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What SHOW ENGINE INNODB STATUS gives away of read views. */
class TransactionsWithoutViewTest {

  private static final String HEAD =
      """
      ------------
      TRANSACTIONS
      ------------
      Trx id counter 1874
      LIST OF TRANSACTIONS FOR EACH SESSION:
      ---TRANSACTION 375790728028784, not started
      0 lock struct(s), heap size 1128, 0 row lock(s)
      """;

  private static final String WITHOUT =
      """
      ---TRANSACTION 1872, ACTIVE 1 sec
      1 lock struct(s), heap size 1128, 0 row lock(s), undo log entries 1
      MySQL thread id 53, OS thread handle 139962246629056, query id 413 localhost root Waiting
      update t set v=v+1 where id=1
      """;

  private static final String WITH =
      """
      ---TRANSACTION 1873, ACTIVE 1 sec
      1 lock struct(s), heap size 1128, 0 row lock(s), undo log entries 1
      MySQL thread id 55, OS thread handle 139962244515520, query id 433 localhost root
      Trx read view will not see trx with id >= 1873, sees < 1862
      """;

  private static final String TAIL = "--------\nFILE I/O\n--------\n";

  @Test
  void aTransactionThatHasWrittenSaysWhetherItLooksAtThePast() {
    assertThat(TransactionsWithoutView.parse(HEAD + WITH + WITHOUT + TAIL)).containsExactly(53L);
    assertThat(TransactionsWithoutView.parse(HEAD + WITHOUT + WITH + TAIL)).containsExactly(53L);
  }

  @Test
  void ofOneThatIsNotListedNothingIsKnown() {
    assertThat(TransactionsWithoutView.parse(HEAD + TAIL)).isEmpty();
  }

  @Test
  void ofASessionThatIsNamedTwiceNothingIsKnown() {
    String other = WITHOUT.replace("1872", "1871");

    assertThat(TransactionsWithoutView.parse(HEAD + WITHOUT + other + TAIL)).isEmpty();
  }

  @Test
  void aTransactionThatNamesTwoSessionsIsNotBelieved() {
    String text = WITHOUT + "MySQL thread id 77, OS thread handle 1, query id 4 localhost\n";

    assertThat(TransactionsWithoutView.parse(HEAD + text + TAIL)).isEmpty();
  }

  @Test
  void ofAListThatIsCutNothingIsKnown() {
    assertThat(TransactionsWithoutView.parse(HEAD + WITHOUT + "... truncated...\n" + TAIL))
        .isEmpty();
  }
}
