package dev.lowtide.scheduler.journal;

import dev.lowtide.scheduler.operator.Audit;
import dev.lowtide.scheduler.operator.AuditEntry;
import dev.lowtide.scheduler.operator.AuditFilter;
import dev.lowtide.scheduler.operator.AuditVerdict;
import dev.lowtide.scheduler.operator.OperatorException;
import dev.lowtide.scheduler.operator.OperatorException.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jspecify.annotations.Nullable;

/**
 * Who did what: lines that are only ever added, each bound to the one before it. Safe for any
 * thread, and for several processes that share a store: whoever writes holds the row that says
 * where the chain ends, until what it records is committed too.
 */
public final class AuditTrail implements Audit {

  /** Lines read at once: 16 MB of them at the very most. */
  private static final int PAGE = 2000;

  /** What is written about a run begins so. */
  private static final Pattern RUN = Pattern.compile("run (\\d{1,18})\\b.*", Pattern.DOTALL);

  private final Jdbi jdbi;
  private final ReentrantLock verifying = new ReentrantLock();

  AuditTrail(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Where the chain ends; less than no lines in a store whose lines were not chained yet. */
  record Head(long entries, long lastId, String hash) {}

  /** A line as the store has it, whether it fits or not. */
  record Line(
      long id,
      long at,
      String by,
      String action,
      String text,
      @Nullable Long run,
      @Nullable String hash) {

    static Line read(ResultSet row) throws SQLException {
      long number = row.getLong("run_id");
      Long run = row.wasNull() ? null : (Long) number;
      return new Line(
          row.getLong("id"),
          row.getLong("made_at"),
          row.getString("made_by"),
          row.getString("action"),
          row.getString("text"),
          run,
          row.getString("hash"));
    }

    /** The hash that it has as the next line of a chain. */
    String hashIn(AuditChain chain) {
      return chain.add(id, at, by, action, text);
    }

    AuditEntry entry() {
      return new AuditEntry(
          id, Instant.ofEpochMilli(at), by, action, text, hash == null ? "" : hash);
    }
  }

  /** Adds a line in a transaction of its own. */
  public void record(Instant at, String by, String action, String text) {
    jdbi.useTransaction(handle -> record(handle, at, by, action, text));
  }

  /** Adds a line in the transaction of what it records; the last thing that is done in it. */
  static void record(Handle handle, Instant at, String by, String action, String text) {
    Head head = head(handle, true);
    long id = head.lastId() + 1;
    long millis = at.toEpochMilli();
    String who = StoreText.of(by, StoreText.NAME);
    String what = StoreText.of(action, StoreText.NAME);
    String words = StoreText.of(text, StoreText.LONG);
    String hash = new AuditChain(head.hash()).add(id, millis, who, what, words);
    handle
        .createUpdate(
            """
            INSERT INTO audit (id, made_at, made_by, action, text, run_id, hash)
            VALUES (:id, :at, :by, :action, :text, :run, :hash)""")
        .bind("id", id)
        .bind("at", millis)
        .bind("by", who)
        .bind("action", what)
        .bind("text", words)
        .bind("run", run(words))
        .bind("hash", hash)
        .execute();
    move(handle, new Head(head.entries() + 1, id, hash));
  }

  /** Chains the lines of a store that had no hashes yet. Does nothing to any other. */
  static void chain(Jdbi jdbi) {
    jdbi.useTransaction(
        handle -> {
          if (head(handle, true).entries() < 0) {
            move(handle, chained(handle));
          }
        });
  }

  private static Head chained(Handle handle) {
    AuditChain chain = new AuditChain(AuditChain.BEGINNING);
    Head head = new Head(0, 0, AuditChain.BEGINNING);
    List<Line> page = after(handle, 0);
    while (!page.isEmpty()) {
      PreparedBatch batch =
          handle.prepareBatch("UPDATE audit SET hash = :hash, run_id = :run WHERE id = :id");
      for (Line line : page) {
        head = new Head(head.entries() + 1, line.id(), line.hashIn(chain));
        batch.bind("hash", head.hash()).bind("run", run(line.text())).bind("id", line.id()).add();
      }
      batch.execute();
      page = after(handle, head.lastId());
    }
    return head;
  }

  @Override
  public List<AuditEntry> page(AuditFilter filter) {
    if (!StoreText.canBeFound(filter.by() + filter.action() + filter.text())) {
      return List.of();
    }
    StringBuilder sql = new StringBuilder("SELECT * FROM audit WHERE 1 = 1");
    append(sql, filter.before() > 0, " AND id < :before");
    append(sql, !filter.by().isEmpty(), " AND made_by = :by");
    append(sql, !filter.action().isEmpty(), " AND action = :action");
    append(sql, filter.run() > 0, " AND run_id = :run");
    append(sql, !filter.text().isEmpty(), " AND LOWER(text) LIKE :text ESCAPE '!'");
    sql.append(" ORDER BY id DESC LIMIT :limit");
    return jdbi.withHandle(
        handle -> {
          try (Query query = handle.createQuery(sql)) {
            return query
                .configure(SqlStatements.class, binding -> binding.setUnusedBindingAllowed(true))
                .bind("before", filter.before())
                .bind("by", filter.by())
                .bind("action", filter.action())
                .bind("run", filter.run())
                .bind("text", somewhere(filter.text()))
                .bind("limit", filter.limit())
                .map((row, context) -> Line.read(row).entry())
                .list();
          }
        });
  }

  @Override
  public void export(Consumer<AuditEntry> reader) {
    List<Line> page = after(0);
    while (!page.isEmpty()) {
      page.forEach(line -> reader.accept(line.entry()));
      page = after(page.get(page.size() - 1).id());
    }
  }

  @Override
  public AuditVerdict verify() {
    if (!verifying.tryLock()) {
      throw new OperatorException(Kind.REFUSED, "somebody has the audit trail verified already");
    }
    try {
      return new AuditReading(this).verdict();
    } finally {
      verifying.unlock();
    }
  }

  /** Where the chain ends as of now. */
  Head head() {
    return jdbi.withHandle(handle -> head(handle, false));
  }

  /** The next lines, as the store has them. */
  List<Line> after(long id) {
    return jdbi.withHandle(handle -> after(handle, id));
  }

  /**
   * A line before the chain or behind its end, where nobody writes one; nothing if there is none.
   */
  Optional<Long> firstOutside() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT MIN(id) FROM (
                      SELECT MIN(id) AS id FROM audit WHERE id < 1
                      UNION ALL
                      SELECT MIN(audit.id) FROM audit JOIN audit_head
                      ON audit.id > audit_head.last_id) AS outside""")
                .mapTo(Long.class)
                .findFirst());
  }

  private static Head head(Handle handle, boolean isHeld) {
    return handle
        .createQuery(
            "SELECT entries, last_id, hash FROM audit_head WHERE id = 1"
                + (isHeld ? " FOR UPDATE" : ""))
        .map(
            (row, context) ->
                new Head(row.getLong("entries"), row.getLong("last_id"), row.getString("hash")))
        .one();
  }

  private static void move(Handle handle, Head head) {
    handle
        .createUpdate(
            "UPDATE audit_head SET entries = :entries, last_id = :last, hash = :hash WHERE id = 1")
        .bind("entries", head.entries())
        .bind("last", head.lastId())
        .bind("hash", head.hash())
        .execute();
  }

  private static List<Line> after(Handle handle, long id) {
    return handle
        .createQuery("SELECT * FROM audit WHERE id > :id ORDER BY id LIMIT " + PAGE)
        .bind("id", id)
        .map((row, context) -> Line.read(row))
        .list();
  }

  private static void append(StringBuilder sql, boolean isAsked, String condition) {
    sql.append(isAsked ? condition : "");
  }

  /** For a LIKE that ends what it means to escape with an exclamation mark. */
  private static String somewhere(String text) {
    return "%" + text.toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1") + "%";
  }

  /** The run that a text is about; null if it is about none. */
  static @Nullable Long run(String text) {
    Matcher matcher = RUN.matcher(text);
    return matcher.matches() ? (Long) Long.parseLong(matcher.group(1)) : null;
  }
}
