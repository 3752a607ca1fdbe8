package dev.lowtide.scheduler.load;

import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.SessionPhase;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.SessionSnapshot.CommandSnapshot;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.proxy.activity.TransactionSnapshot;
import dev.lowtide.proxy.activity.TransactionState;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A session that is in the way of something, and of what.
 *
 * @param wanted what would have to be left alone
 */
public record Blocker(SessionSnapshot session, List<Reach> wanted) {

  /** From here on a person counts in minutes. */
  private static final Duration LONG = Duration.ofMinutes(3);

  public Blocker {
    wanted = List.copyOf(wanted);
  }

  /**
   * Who it is and what it keeps, such as <i>session 812, app@10.0.3.7, open for 41 s, touched
   * shop.orders 12 s ago</i>.
   */
  public String text(long nowNanos) {
    StringBuilder text = new StringBuilder();
    text.append("session ").append(session.serverThreadId());
    text.append(", ").append(session.user()).append('@').append(host());
    if (session.phase() == SessionPhase.OPAQUE) {
      return text.append(", cannot be followed").toString();
    }
    appendTransaction(text, nowNanos);
    for (Reach reach : wanted) {
      appendTouch(text, reach, nowNanos);
    }
    appendCommand(text, nowNanos);
    return text.toString();
  }

  private void appendTransaction(StringBuilder text, long nowNanos) {
    TransactionSnapshot transaction = session.transaction();
    if (transaction.state() != TransactionState.NONE
        && transaction.state() != TransactionState.ARMED) {
      text.append(", open for ").append(span(nowNanos - transaction.sinceNanos()));
    }
    Long view = transaction.readViewSinceNanos();
    if (view != null) {
      text.append(", looks at data as of ").append(span(nowNanos - view)).append(" ago");
    }
  }

  private void appendTouch(StringBuilder text, Reach reach, long nowNanos) {
    Long last = session.transaction().lastTouchNanos(reach);
    if (last != null) {
      text.append(", touched ").append(names(reach));
      text.append(' ').append(span(nowNanos - last)).append(" ago");
    } else if (session.transaction().touched().touches(reach)) {
      text.append(", touched ").append(names(reach));
    }
    if (session.belongings().lockedTables().touches(reach)) {
      text.append(", has ").append(names(reach)).append(" locked by LOCK TABLES");
    }
    if (session.belongings().openHandlers().touches(reach)) {
      text.append(", has ").append(names(reach)).append(" open by HANDLER");
    }
  }

  private void appendCommand(StringBuilder text, long nowNanos) {
    CommandSnapshot command = session.command();
    if (command != null) {
      text.append(", at work for ").append(span(nowNanos - command.sinceNanos()));
    }
  }

  /** The port tells a person nothing. */
  private String host() {
    String address = session.clientAddress();
    int colon = address.lastIndexOf(':');
    return colon < 0 ? address : address.substring(0, colon);
  }

  private static String names(Reach reach) {
    Set<String> names = new TreeSet<>();
    for (TableName table : reach.targets()) {
      names.add(table.toString());
    }
    reach.schemas().forEach(schema -> names.add("tables of " + schema));
    return String.join(", ", names);
  }

  private static String span(long nanos) {
    Duration span = Duration.ofNanos(Math.max(0, nanos));
    if (span.compareTo(LONG) >= 0) {
      return span.toMinutes() + " min";
    }
    return span.toSeconds() > 0 ? span.toSeconds() + " s" : span.toMillis() + " ms";
  }
}
