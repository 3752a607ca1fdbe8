package dev.lowtide.scheduler.ending;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A transaction as the server tells it from others.
 *
 * <p>InnoDB counts those that have written something. To one that only reads it gives a number made
 * from an address in memory, which the session's next one gets again; so performance_schema's
 * number of the transaction within its session stands behind it.
 *
 * @param id what information_schema.INNODB_TRX calls trx_id
 * @param event its EVENT_ID in performance_schema.events_transactions_current; 0 where the server
 *     does not keep them
 */
public record ServerTransaction(long id, long event) {

  /** "Read-only transactions" in InnoDB's source: their ids have this bit, and are no counts. */
  private static final long NOT_COUNTED = 1L << 48;

  private static final Pattern TEXT = Pattern.compile("(\\d{1,18})(?:\\.(\\d{1,18}))?");

  public static boolean isOne(String text) {
    return TEXT.matcher(text).matches();
  }

  /** Reads what {@link #toString} writes; a trx_id alone will do. */
  public static ServerTransaction parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "transaction: '" + text + "' (expected: a trx_id, as the sessions show it)");
    }
    String event = matcher.group(2);
    return new ServerTransaction(
        Long.parseLong(matcher.group(1)), event == null ? 0 : Long.parseLong(event));
  }

  /** Whether it can be told from the session's next one. */
  public boolean isUnique() {
    return event > 0 || id < NOT_COUNTED;
  }

  /**
   * Whether what is open now is this very transaction. One that began to write in the meantime has
   * another id: whoever saw it before has not seen that. One whose event is not there any more is
   * over, even if InnoDB's copy still has it.
   */
  public boolean isStill(ServerTransaction now) {
    boolean isSameEvent = event == 0 || event == now.event;
    return id == now.id && isSameEvent && isUnique();
  }

  @Override
  public String toString() {
    return event == 0 ? String.valueOf(id) : id + "." + event;
  }
}
