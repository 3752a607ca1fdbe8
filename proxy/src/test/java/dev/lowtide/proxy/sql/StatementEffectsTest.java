package dev.lowtide.proxy.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.IsolationLevel;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.proxy.sql.Effect.XaStep.Verb;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementEffectsTest {

  private static final TableName T = new TableName("db", "t");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED | READ_COMMITTED | true",
        "SET LOCAL TRANSACTION READ ONLY, ISOLATION LEVEL SERIALIZABLE | SERIALIZABLE | true",
        "SET TRANSACTION ISOLATION LEVEL READ UNCOMMITTED, READ WRITE | READ_UNCOMMITTED | false",
        "SET transaction_isolation = 'READ-COMMITTED' | READ_COMMITTED | true",
        "SET SESSION tx_isolation := \"repeatable-read\" | REPEATABLE_READ | true",
        "SET @@session.`transaction_isolation` = 3 | SERIALIZABLE | true",
        "SET @@transaction_isolation = serializable | SERIALIZABLE | false",
        "SET transaction_isolation = DEFAULT | SERVER_DEFAULT | true",
        "SET transaction_isolation = CONCAT('READ', '-COMMITTED') | REPEATABLE_READ | true",
        "SET transaction_isolation = @@global.transaction_isolation | REPEATABLE_READ | true",
        "SET @x = (SELECT 1, 2), autocommit = 0, transaction_isolation = 1 | READ_COMMITTED | true",
        "SET GLOBAL a = 1, SESSION b = 2, transaction_isolation = 1 | READ_COMMITTED | true",
      })
  void isolation(String sql, IsolationLevel level, boolean isForSession) {
    assertThat(effects(sql)).containsExactly(new Effect.IsolationSet(level, isForSession));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET GLOBAL TRANSACTION ISOLATION LEVEL SERIALIZABLE",
        "SET GLOBAL transaction_isolation = 'SERIALIZABLE'",
        "SET @@global.transaction_isolation = 'SERIALIZABLE'",
        "SET PERSIST transaction_isolation = 'SERIALIZABLE'",
        "SET GLOBAL sort_buffer_size = 1, transaction_isolation = 'SERIALIZABLE'",
        "SET @transaction_isolation = 'SERIALIZABLE'",
        "SET TRANSACTION READ ONLY",
        "SET NAMES utf8mb4",
        "SELECT s.get_lock('a', 1), 'GET_LOCK(1)', get_lock FROM t",
        "EXPLAIN SELECT RELEASE_LOCK('a')",
        "CREATE PROCEDURE p() SELECT GET_LOCK('a', 1)",
        "XA RECOVER",
      })
  void none(String sql) {
    assertThat(effects(sql)).isEmpty();
  }

  @Test
  void userLocksWhereverTheyAreCalled() {
    assertThat(effects("SELECT GET_LOCK('a', 1), x FROM t WHERE get_lock ('b', 2)"))
        .containsExactly(new Effect.UserLockTaken(), new Effect.UserLockTaken());
    assertThat(effects("DO RELEASE_LOCK('a')")).containsExactly(new Effect.UserLockReleased(false));
    assertThat(effects("SET @x = RELEASE_ALL_LOCKS()"))
        .containsExactly(new Effect.UserLockReleased(true));
    assertThat(effects("EXPLAIN ANALYZE SELECT RELEASE_LOCK('a')")).hasSize(1);
  }

  @Test
  void handlers() {
    assertThat(effects("HANDLER t OPEN AS H")).containsExactly(new Effect.HandlerOpened("h", T));
    assertThat(effects("HANDLER t OPEN h")).containsExactly(new Effect.HandlerOpened("h", T));
    assertThat(effects("HANDLER db.T OPEN")).containsExactly(new Effect.HandlerOpened("t", T));
    assertThat(effects("HANDLER `H` CLOSE")).containsExactly(new Effect.HandlerClosed("h"));
    assertThat(effects("HANDLER h READ FIRST")).isEmpty();
  }

  @Test
  void temporaryTables() {
    assertThat(effects("CREATE TEMPORARY TABLE IF NOT EXISTS t (a INT)"))
        .containsExactly(new Effect.TemporaryTableCreated(T));
    assertThat(effects("CREATE OR REPLACE TEMPORARY TABLE db.t SELECT 1"))
        .containsExactly(new Effect.TemporaryTableCreated(T));
    assertThat(effects("DROP TEMPORARY TABLE IF EXISTS t, s.u"))
        .containsExactly(new Effect.TablesDropped(Set.of(T, new TableName("s", "u"))));
    assertThat(effects("DROP TABLE t")).containsExactly(new Effect.TablesDropped(Set.of(T)));
    assertThat(effects("ALTER TABLE t RENAME u"))
        .containsExactly(new Effect.TablesDropped(Set.of(T)));
  }

  @Test
  void aPreparedTextIsReadLikeAnyOther() {
    Effect.NamedPrepared prepared =
        (Effect.NamedPrepared) effects("PREPARE `S` FROM 'UPDATE t SET x = ''\\n'' -- \\''").get(0);

    assertThat(prepared.name()).isEqualTo("s");
    assertThat(prepared.facts())
        .isEqualTo(StatementReader.read("UPDATE t SET x = '\n' -- '", "db", true, true));
    assertThat(StatementReader.read("PREPARE s FROM 'TABLE t'", "db", true, true).footprint())
        .isEqualTo(Footprint.NONE);
  }

  @Test
  void whatIsInAVariableOrPreparesAgainIsNotRead() {
    assertThat(effects("PREPARE s FROM @x")).containsExactly(new Effect.NamedPrepared("s", null));
    assertThat(effects("PREPARE s FROM 'PREPARE u FROM \"TABLE t\"'"))
        .containsExactly(new Effect.NamedPrepared("s", null));
  }

  @Test
  void namedStatements() {
    assertThat(effects("EXECUTE S USING @a, @b")).containsExactly(new Effect.NamedExecuted("s"));
    assertThat(effects("DEALLOCATE PREPARE s")).containsExactly(new Effect.NamedDeallocated("s"));
    assertThat(effects("DROP PREPARE s")).containsExactly(new Effect.NamedDeallocated("s"));
  }

  @Test
  void xaWithTheXidAsItIsWritten() {
    assertThat(effects("XA START 'a', 'b' , 7 JOIN"))
        .containsExactly(new Effect.XaStep(Verb.START, "'a','b',7"));
    assertThat(effects("XA BEGIN X'61'")).containsExactly(new Effect.XaStep(Verb.START, "X'61'"));
    assertThat(effects("XA END 'a' SUSPEND FOR MIGRATE"))
        .containsExactly(new Effect.XaStep(Verb.END, "'a'"));
    assertThat(effects("XA PREPARE 'a',0x62"))
        .containsExactly(new Effect.XaStep(Verb.PREPARE, "'a',0x62"));
    assertThat(effects("XA COMMIT 'a' ONE PHASE"))
        .containsExactly(new Effect.XaStep(Verb.COMMIT, "'a'"));
    assertThat(effects("XA ROLLBACK 'a'")).containsExactly(new Effect.XaStep(Verb.ROLLBACK, "'a'"));
  }

  @Test
  void severalStatementsLeaveTheirEffectsInOrder() {
    assertThat(effects("USE s; HANDLER t OPEN; SELECT GET_LOCK('a', 1); DROP TABLE t"))
        .containsExactly(
            new Effect.HandlerOpened("t", new TableName("s", "t")),
            new Effect.UserLockTaken(),
            new Effect.TablesDropped(Set.of(new TableName("s", "t"))));
  }

  @Test
  void aTemporaryTableWithoutASchemaIsNone() {
    StatementFacts facts = StatementReader.read("CREATE TEMPORARY TABLE t (a INT)", "", true, true);

    assertThat(facts.effects()).isEmpty();
    assertThat(facts.footprint()).isEqualTo(Footprint.NONE);
  }

  @Test
  void aTextCutShortKeepsItsEffects() {
    StatementFacts facts = StatementReader.read("HANDLER t OPEN", "db", true, false);

    assertThat(facts.effects()).containsExactly(new Effect.HandlerOpened("t", T));
    assertThat(facts.footprint()).isEqualTo(Footprint.of(T, Access.READ).plus(Footprint.UNKNOWN));
  }

  private static List<Effect> effects(String sql) {
    return StatementReader.read(sql, "db", true, true).effects();
  }
}
