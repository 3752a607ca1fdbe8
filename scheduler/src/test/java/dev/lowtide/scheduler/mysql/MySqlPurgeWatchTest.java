package dev.lowtide.scheduler.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MySqlPurgeWatchTest {

  private static final String STATUS =
      """
      LATEST DETECTED DEADLOCK
      *** (1) TRANSACTION:
      TRANSACTION 1200, ACTIVE 3 sec inserting
      MySQL thread id 7, OS thread handle 1, query id 1 localhost root
      ------------
      TRANSACTIONS
      ------------
      LIST OF TRANSACTIONS FOR EACH SESSION:
      ---TRANSACTION 421153250164736, not started
      0 lock struct(s), heap size 1128, 0 row lock(s)
      ---TRANSACTION 1877, ACTIVE 12 sec
      2 lock struct(s), heap size 1128, 1 row lock(s)
      MySQL thread id 8, OS thread handle 2, query id 2 localhost root
      Trx read view will not see trx with id >= 1876, sees < 1876
      ---TRANSACTION 1878, ACTIVE 9 sec
      MySQL thread id 9, OS thread handle 3, query id 3 localhost root
      --------
      FILE I/O
      """;

  @Test
  void sessionsThatHaveOnlyWrittenLookAtNothing() {
    assertThat(MySqlPurgeWatch.withoutView(STATUS)).containsExactly(9L);
  }
}
