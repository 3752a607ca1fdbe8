package dev.lowtide.scheduler.journal;

import dev.lowtide.scheduler.operator.AuditEntry;
import dev.lowtide.scheduler.operator.Notices;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** How far each receiver has been told the audit trail. Safe for any thread. */
final class NoticeStore implements Notices {

  private final Jdbi jdbi;
  private final AuditTrail trail;

  NoticeStore(Jdbi jdbi, AuditTrail trail) {
    this.jdbi = jdbi;
    this.trail = trail;
  }

  @Override
  public List<AuditEntry> next(String receiver) {
    long last =
        jdbi.inTransaction(
            handle -> lastTold(handle, receiver).orElseGet(() -> begun(handle, receiver)));
    return trail.after(last).stream().map(AuditTrail.Line::entry).toList();
  }

  @Override
  public void told(String receiver, long id) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate("UPDATE notice_receiver SET last_id = :id WHERE receiver = :receiver")
                .bind("id", id)
                .bind("receiver", receiver)
                .execute());
  }

  private static Optional<Long> lastTold(Handle handle, String receiver) {
    return handle
        .createQuery("SELECT last_id FROM notice_receiver WHERE receiver = :receiver")
        .bind("receiver", receiver)
        .mapTo(Long.class)
        .findOne();
  }

  private Long begun(Handle handle, String receiver) {
    long last = trail.head().lastId();
    handle
        .createUpdate("INSERT INTO notice_receiver (receiver, last_id) VALUES (:receiver, :last)")
        .bind("receiver", receiver)
        .bind("last", last)
        .execute();
    return last;
  }
}
