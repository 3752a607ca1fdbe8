package dev.lowtide.scheduler.ledger;

import dev.lowtide.proxy.activity.TableName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What a server may say. */
final class Truths {

  static final Instant STARTED = Instant.parse("2026-03-01T10:00:00Z");

  private Truths() {}

  static ServerTruth truth(ServerSession... sessions) {
    return new ServerTruth(STARTED, List.of(sessions), List.of(), PreparedXa.NONE);
  }

  static ServerSession idle(long threadId, ServerLock... locks) {
    return new ServerSession(
        threadId, "app", "10.0.0.1", "", "shop", "Sleep", Duration.ZERO, List.of(locks), null);
  }

  static ServerSession inTransaction(long threadId, ServerLock... locks) {
    return idle(threadId).with(List.of(locks), transaction(""));
  }

  static ServerTransaction transaction(String xaState) {
    return new ServerTransaction(7, "REPEATABLE READ", xaState, Duration.ofSeconds(3));
  }

  static ServerLock reading(TableName table) {
    return lock(table, "SHARED_READ");
  }

  static ServerLock writing(TableName table) {
    return lock(table, "SHARED_WRITE");
  }

  static ServerLock lock(TableName table, String type) {
    return new ServerLock(ServerLock.Kind.TABLE, table.schema(), table.table(), type, false);
  }
}
