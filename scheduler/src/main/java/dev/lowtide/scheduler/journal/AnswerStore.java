package dev.lowtide.scheduler.journal;

import dev.lowtide.scheduler.operator.AnswerKey;
import dev.lowtide.scheduler.operator.AskedBefore;
import dev.lowtide.scheduler.operator.KeptAnswer;
import dev.lowtide.scheduler.operator.KeptAnswers;
import dev.lowtide.scheduler.operator.OperatorException;
import dev.lowtide.scheduler.operator.OperatorException.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Answers in the store. Safe for any thread. */
public final class AnswerStore implements KeptAnswers {

  /** One every nine seconds for a day: no person, and no script that decides something. */
  static final int OF_A_CALLER_MAX = 10_000;

  /** Four such callers at once; some 4 KB each, 160 MB. */
  static final int MAX = 40_000;

  /** An answer of ours is some 4 KB, a plan of many partitions ten times that. */
  static final int BODY_CHARACTERS_MAX = 64 * 1024;

  /** So few that nobody waits for the rows that are locked; a minute's are far more than come. */
  static final int PURGED_AT_ONCE = 500;

  private final Jdbi jdbi;
  private final Clock clock;

  public AnswerStore(Store store, Clock clock) {
    this.jdbi = store.jdbi();
    this.clock = clock;
  }

  @Override
  public Optional<AskedBefore> begin(AnswerKey key) {
    return jdbi.inTransaction(
        handle -> {
          Optional<AskedBefore> before = find(handle, key);
          if (before.isEmpty()) {
            delete(handle, key);
            requireRoom(handle, key);
            insert(handle, key);
          }
          return before;
        });
  }

  private Optional<AskedBefore> find(Handle handle, AnswerKey key) {
    return handle
        .createQuery("SELECT * FROM kept_answer WHERE id = :id AND begun_at > :since")
        .bind("id", key.id())
        .bind("since", since())
        .map((row, context) -> new AskedBefore(row.getString("request"), answer(row)))
        .findOne();
  }

  private static @Nullable KeptAnswer answer(ResultSet row) throws SQLException {
    int status = row.getInt("status");
    return status == 0
        ? null
        : new KeptAnswer(
            status,
            row.getString("content_type"),
            row.getString("location"),
            row.getString("body"));
  }

  private static void delete(Handle handle, AnswerKey key) {
    handle.createUpdate("DELETE FROM kept_answer WHERE id = :id").bind("id", key.id()).execute();
  }

  /** Nobody's answer is thrown away for another's: whoever counts on it would act twice. */
  private static void requireRoom(Handle handle, AnswerKey key) {
    int ofCaller =
        handle
            .createQuery("SELECT COUNT(*) FROM kept_answer WHERE caller = :caller")
            .bind("caller", key.caller())
            .mapTo(int.class)
            .one();
    if (ofCaller >= OF_A_CALLER_MAX) {
      throw tooMany("of yours", ofCaller, OF_A_CALLER_MAX);
    }
    int all = handle.createQuery("SELECT COUNT(*) FROM kept_answer").mapTo(int.class).one();
    if (all >= MAX) {
      throw tooMany("of all callers", all, MAX);
    }
  }

  private static OperatorException tooMany(String whose, int there, int max) {
    return new OperatorException(
        Kind.TOO_MANY,
        there
            + " answers "
            + whose
            + " are kept already (expected: fewer than "
            + max
            + " within "
            + KEPT_FOR.toHours()
            + " hours)");
  }

  private void insert(Handle handle, AnswerKey key) {
    handle
        .createUpdate(
            "INSERT INTO kept_answer (id, caller, request, begun_at)"
                + " VALUES (:id, :caller, :request, :now)")
        .bind("id", key.id())
        .bind("caller", key.caller())
        .bind("request", key.request())
        .bind("now", clock.millis())
        .execute();
  }

  @Override
  public void answered(AnswerKey key, KeptAnswer answer) {
    String body = answer.body();
    boolean isKept = body != null && body.length() <= BODY_CHARACTERS_MAX;
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    "UPDATE kept_answer SET status = :status, content_type = :type,"
                        + " location = :location, body = :body WHERE id = :id")
                .bind("status", answer.status())
                .bind("type", answer.contentType())
                .bind("location", answer.location())
                .bind("body", isKept ? body : null)
                .bind("id", key.id())
                .execute());
  }

  @Override
  public void forget(AnswerKey key) {
    jdbi.useHandle(handle -> delete(handle, key));
  }

  @Override
  public int purge() {
    return jdbi.inTransaction(
        handle -> {
          List<String> old =
              handle
                  .createQuery(
                      "SELECT id FROM kept_answer WHERE begun_at <= :since"
                          + " ORDER BY begun_at LIMIT "
                          + PURGED_AT_ONCE)
                  .bind("since", since())
                  .mapTo(String.class)
                  .list();
          PreparedBatch deletes = handle.prepareBatch("DELETE FROM kept_answer WHERE id = :id");
          old.forEach(id -> deletes.bind("id", id).add());
          deletes.execute();
          return old.size();
        });
  }

  private long since() {
    return clock.instant().minus(KEPT_FOR).toEpochMilli();
  }
}
