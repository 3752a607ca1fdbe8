package dev.lowtide.scheduler.journal;

import dev.lowtide.scheduler.operator.HeldView;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Whether a person has stopped everything, kept over a restart, and in the audit trail. Safe for
 * any thread.
 */
public final class Standstills {

  private final Jdbi jdbi;

  Standstills(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Who holds everything; nobody, if nobody does. */
  public Optional<HeldView> held() {
    return jdbi.withHandle(Standstills::held);
  }

  /** Writes it down. False if somebody holds everything already: then that stays as it is. */
  public boolean hold(HeldView held) {
    return jdbi.inTransaction(
        handle -> {
          if (held(handle).isPresent()) {
            return false;
          }
          say(handle, true, held.by(), held.since(), held.why());
          String text = held.why().isEmpty() ? "everything" : "everything: " + held.why();
          AuditTrail.record(handle, held.since(), held.by(), "hold", text);
          return true;
        });
  }

  /** Writes down that runs may begin again. False if nobody held anything. */
  public boolean unhold(String by, Instant now) {
    return jdbi.inTransaction(
        handle -> {
          Optional<HeldView> was = held(handle);
          if (was.isEmpty()) {
            return false;
          }
          say(handle, false, by, now, "");
          String text = "held by " + was.get().by() + " since " + was.get().since();
          AuditTrail.record(handle, now, by, "unhold", text);
          return true;
        });
  }

  private static Optional<HeldView> held(Handle handle) {
    return handle
        .createQuery("SELECT * FROM standstill ORDER BY id DESC LIMIT 1")
        .map(
            (row, context) ->
                row.getBoolean("is_held")
                    ? Optional.of(
                        new HeldView(
                            row.getString("said_by"),
                            Instant.ofEpochMilli(row.getLong("said_at")),
                            row.getString("why")))
                    : Optional.<HeldView>empty())
        .findOne()
        .orElse(Optional.empty());
  }

  private static void say(Handle handle, boolean isHeld, String by, Instant at, String why) {
    handle
        .createUpdate(
            "INSERT INTO standstill (is_held, said_by, said_at, why) VALUES (:held, :by, :at,"
                + " :why)")
        .bind("held", isHeld)
        .bind("by", by)
        .bind("at", at.toEpochMilli())
        .bind("why", StoreText.of(why, HeldView.WHY_MAX))
        .execute();
  }
}
