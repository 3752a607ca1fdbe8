package dev.lowtide.scheduler.ledger;

import static dev.lowtide.proxy.activity.Access.READ;
import static dev.lowtide.proxy.activity.Access.WRITE;
import static dev.lowtide.scheduler.ledger.Shop.table;
import static dev.lowtide.scheduler.ledger.Truths.idle;
import static dev.lowtide.scheduler.ledger.Truths.inTransaction;
import static dev.lowtide.scheduler.ledger.Truths.lock;
import static dev.lowtide.scheduler.ledger.Truths.reading;
import static dev.lowtide.scheduler.ledger.Truths.writing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.proxy.activity.TransactionState;
import dev.lowtide.scheduler.ledger.Difference.Kind;
import dev.lowtide.scheduler.load.SessionSnapshots;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComparisonTest {

  private static final TableName T = table("t");
  private static final TableName LOG = table("log");
  private static final Footprint READING_T = Footprint.of(T, READ);
  private static final Footprint WRITING_T = Footprint.of(T, WRITE);

  private final Shop shop = new Shop();

  @Test
  void bothSayTheSame() {
    assertThat(kinds(SessionSnapshots.idle(5), idle(5))).isEmpty();
    assertThat(kinds(active(WRITING_T), inTransaction(5, writing(T)))).isEmpty();
    assertThat(kinds(active(READING_T), inTransaction(5, reading(T)))).isEmpty();
  }

  @Test
  void aLockThatNobodyKnewOfIsMissed() {
    Difference missed = only(active(READING_T), inTransaction(5, reading(T), reading(LOG)));

    assertThat(missed.kind()).isEqualTo(Kind.MISSED);
    assertThat(missed.table()).isEqualTo(LOG);
    assertThat(missed)
        .hasToString(
            "MISSED: session 5 (app@10.0.0.1:4711): holds a read lock on shop.log, not known to be"
                + " touched");
  }

  @Test
  void aWriteLockIsMissedWhereOnlyReadingWasKnown() {
    Difference missed = only(active(READING_T), inTransaction(5, writing(T)));

    assertThat(missed.kind()).isEqualTo(Kind.MISSED);
    assertThat(missed.text()).isEqualTo("holds a write lock on shop.t, known to be read only");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHARED", "SHARED_HIGH_PRIO", "SHARED_READ", "SHARED_READ_ONLY"})
  void theseLocksAreForReading(String type) {
    assertThat(kinds(active(READING_T), inTransaction(5, lock(T, type)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHARED_WRITE", "SHARED_UPGRADABLE", "SHARED_NO_READ_WRITE", "EXCLUSIVE"})
  void theseLocksAreForWriting(String type) {
    assertThat(kinds(active(READING_T), inTransaction(5, lock(T, type))))
        .containsExactly(Kind.MISSED);
  }

  @Test
  void whatATriggerLocksIsKnownByItsTable() {
    shop.trigger("t", Footprint.of(LOG, WRITE));

    assertThat(kinds(active(WRITING_T), inTransaction(5, writing(T), writing(LOG)))).isEmpty();
  }

  @Test
  void whoTouchesEverythingMissesNothing() {
    assertThat(kinds(active(Footprint.UNKNOWN), inTransaction(5, writing(T)))).isEmpty();
  }

  @Test
  void aLockThatIsAwaitedOrIsTheServersOwnIsNotMissed() {
    ServerLock awaited = new ServerLock(ServerLock.Kind.TABLE, "shop", "t", "SHARED_READ", true);
    ServerLock own = reading(table("mysql.tables"));
    ServerLock schema =
        new ServerLock(ServerLock.Kind.SCHEMA, "shop", "", "INTENTION_EXCLUSIVE", false);

    assertThat(kinds(active(Footprint.NONE), inTransaction(5, awaited, own, schema))).isEmpty();
  }

  @Test
  void whileXaIsPreparedTheLockMayBeThatTransactions() {
    Comparison comparison = new Comparison(shop.graph(), true);
    comparison.compare(SessionSnapshots.idle(5), idle(5, writing(T)));

    assertThat(comparison.differences())
        .extracting(Difference::kind)
        .containsExactly(Kind.MAYBE_PREPARED);
  }

  @Test
  void aTransactionThatWasPreparedIsNotTheSessionsAnyMore() {
    ServerSession prepared = idle(5).with(List.of(), Truths.transaction("PREPARED"));

    assertThat(kinds(SessionSnapshots.idle(5), prepared)).isEmpty();
    assertThat(
            kinds(
                SessionSnapshots.idle(5),
                idle(5).with(List.of(writing(T)), Truths.transaction("PREPARED"))))
        .containsExactly(Kind.MAYBE_PREPARED);
  }

  @Test
  void aTableWithoutALockIsExtra() {
    Difference extra = only(active(READING_T), inTransaction(5));

    assertThat(extra.kind()).isEqualTo(Kind.EXTRA);
    assertThat(extra.text()).isEqualTo("holds no lock on shop.t, known to be touched");
  }

  @Test
  void afterAnErrorNobodyKnowsWhatIsExtraOrOpen() {
    SessionSnapshot unknown =
        SessionSnapshots.inTransaction(5, TransactionState.UNKNOWN, 0, READING_T);

    assertThat(kinds(unknown, idle(5))).isEmpty();
    assertThat(kinds(unknown, inTransaction(5))).isEmpty();
    assertThat(kinds(unknown, inTransaction(5, reading(LOG)))).containsExactly(Kind.MISSED);
  }

  @ParameterizedTest
  @EnumSource(
      value = TransactionState.class,
      names = {"NONE", "ARMED"})
  void aTransactionNobodyKnewOf(TransactionState state) {
    SessionSnapshot none = SessionSnapshots.inTransaction(5, state, 0, Footprint.NONE);

    assertThat(kinds(none, inTransaction(5))).containsExactly(Kind.TRANSACTION);
    assertThat(only(none, inTransaction(5)).text())
        .isEqualTo("has a transaction open, known is " + state);
  }

  @ParameterizedTest
  @EnumSource(
      value = TransactionState.class,
      names = {"EMPTY", "ACTIVE"})
  void aTransactionThatIsNoMore(TransactionState state) {
    SessionSnapshot open = SessionSnapshots.inTransaction(5, state, 0, Footprint.NONE);

    assertThat(only(open, idle(5)).kind()).isEqualTo(Kind.NO_TRANSACTION);
  }

  @Test
  void aLockOfGetLockNobodyKnewOf() {
    ServerLock lock =
        new ServerLock(ServerLock.Kind.USER_LEVEL_LOCK, "", "job", "EXCLUSIVE", false);

    assertThat(kinds(SessionSnapshots.idle(5), idle(5, lock))).containsExactly(Kind.USER_LOCK);
  }

  @Test
  void anotherSchema() {
    ServerSession elsewhere =
        new ServerSession(5, "app", "h", "", "", "Sleep", Duration.ZERO, List.of(), null);

    assertThat(only(SessionSnapshots.idle(5), elsewhere).text())
        .isEqualTo("is in no schema, known in shop");
  }

  @Test
  void aRowWithoutNamesSaysNothingOfTheSchema() {
    ServerSession torn =
        new ServerSession(5, "", "", "", "", "Sleep", Duration.ZERO, List.of(), null);

    assertThat(kinds(SessionSnapshots.idle(5), torn)).isEmpty();
  }

  @Test
  void theServersOwnTablesAreNotExtra() {
    Footprint own = Footprint.of(table("information_schema.TABLES"), READ);

    assertThat(kinds(active(own), inTransaction(5))).isEmpty();
  }

  @Test
  void aSessionThatTheServerDoesNotHave() {
    assertThat(kinds(SessionSnapshots.idle(5), null)).containsExactly(Kind.LOST);
  }

  @Test
  void aSessionThatCannotBeFollowedTouchesEverythingAnyway() {
    assertThat(kinds(SessionSnapshots.opaque(5), inTransaction(5, writing(T)))).isEmpty();
  }

  private Difference only(SessionSnapshot session, ServerSession onServer) {
    List<Difference> differences = differences(session, onServer);
    assertThat(differences).hasSize(1);
    return differences.get(0);
  }

  private List<Kind> kinds(SessionSnapshot session, @Nullable ServerSession onServer) {
    return differences(session, onServer).stream().map(Difference::kind).toList();
  }

  private List<Difference> differences(SessionSnapshot session, @Nullable ServerSession onServer) {
    Comparison comparison = new Comparison(shop.graph(), false);
    comparison.compare(session, onServer);
    return comparison.differences();
  }

  private static SessionSnapshot active(Footprint touched) {
    return SessionSnapshots.inTransaction(5, TransactionState.ACTIVE, 0, touched);
  }
}
