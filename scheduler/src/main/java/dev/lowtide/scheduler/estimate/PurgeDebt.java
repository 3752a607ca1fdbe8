package dev.lowtide.scheduler.estimate;

import dev.lowtide.scheduler.shrink.ByteSize;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a server has deleted and not purged yet, and who keeps it from that. Rows that are not
 * purged lie in their pages as before, and are undone or purged by nobody but the server. A copy
 * leaves them behind; but nothing may take the table's place as long as somebody may look at the
 * past, who would get error 1412, and a rebuild in place may lose other rows meanwhile.
 *
 * @param historyLength undo logs that purge has yet to work off; below 0 if the server does not
 *     tell
 * @param holders sessions that may look at the past
 * @param prepared XA transactions between XA PREPARE and their end: what they deleted is not even
 *     committed
 * @param unseen what could not be looked at, in words
 */
public record PurgeDebt(
    long historyLength, List<Holder> holders, int prepared, List<String> unseen) {

  /** Nothing is waiting. */
  public static final PurgeDebt NONE = new PurgeDebt(0, List.of(), 0, List.of());

  /** A server that nobody uses idles at some tens of them. */
  private static final long IDLE_HISTORY_MAX = 100;

  /** Web pages and small jobs look at the past for less. */
  private static final Duration ORDINARY = Duration.ofSeconds(5);

  /**
   * A session that may look at the past.
   *
   * @param account such as {@code app@10.0.0.7}
   * @param program as it calls itself; empty if it does not
   * @param doing the kind of its statement, such as SELECT, or that it does nothing; never its text
   */
  public record Holder(
      long threadId, String account, String program, String doing, Duration since) {

    @Override
    public String toString() {
      String named = program.isEmpty() ? doing : program + ", " + doing;
      return "session "
          + threadId
          + " of "
          + account
          + " ("
          + named
          + ") has been looking at the past for "
          + age(since);
    }
  }

  public PurgeDebt {
    holders = holders.stream().sorted(Comparator.comparing(Holder::since).reversed()).toList();
    unseen = List.copyOf(unseen);
  }

  /** Whose view is the oldest: purge goes no further than it looks back. */
  public Optional<Holder> oldest() {
    return holders.stream().findFirst();
  }

  /** Whether somebody keeps purge from going on, for longer than is usual. */
  public boolean isHeldBack() {
    boolean hasDebt = historyLength > IDLE_HISTORY_MAX || historyLength < 0;
    boolean isOld = oldest().filter(each -> each.since().compareTo(ORDINARY) > 0).isPresent();
    return prepared > 0 || (hasDebt && isOld);
  }

  /**
   * What is deleted and not given back before it is purged, for a plan; nothing if all is purged.
   *
   * @param unpurged of the table, as it was measured
   */
  public Optional<String> about(ByteSize unpurged) {
    return unpurged.compareTo(ByteSize.ZERO) <= 0
        ? Optional.empty()
        : Optional.of(
            unpurged
                + " are deleted and not purged, "
                + reason()
                + ". A copy leaves them behind all the same; what waits for such a view is its"
                + " cut-over.");
  }

  /** What keeps purge back, in words. */
  public String reason() {
    String behind = historyLength < 0 ? "" : "; " + historyLength + " undo logs are waiting";
    if (isHeldBack() && oldest().isPresent()) {
      return "because " + oldest().get() + also() + behind;
    }
    if (prepared > 0) {
      return "because of " + transactions() + behind;
    }
    return "and nobody keeps purge from it: it is behind by itself" + behind;
  }

  private String also() {
    return prepared == 0 ? "" : ", and of " + transactions();
  }

  private String transactions() {
    return prepared
        + (prepared == 1 ? " XA transaction that is" : " XA transactions that are")
        + " prepared and not ended";
  }

  private static String age(Duration since) {
    if (since.toHours() >= 48) {
      return since.toDays() + " days";
    }
    if (since.toMinutes() >= 120) {
      return since.toHours() + " h";
    }
    return since.toSeconds() >= 120 ? since.toMinutes() + " min" : since.toSeconds() + " s";
  }
}
