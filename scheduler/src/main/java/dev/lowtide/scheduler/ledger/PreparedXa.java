package dev.lowtide.scheduler.ledger;

import java.util.List;

/**
 * XA transactions between XA PREPARE and their end, whether or not they have a session.
 *
 * @param xids as XA RECOVER tells them, in hex; empty if that is not allowed to us
 * @param count how many there are; where XA RECOVER is not allowed, those only whose session is
 *     gone
 */
public record PreparedXa(List<String> xids, boolean isAllSeen, int count) {

  public static final PreparedXa NONE = new PreparedXa(List.of(), true, 0);

  public PreparedXa {
    xids = List.copyOf(xids);
  }
}
