package dev.lowtide.scheduler.space;

import java.util.List;
import java.util.OptionalLong;

/** Undo tablespaces of the target. Any call may find it out of reach. */
public interface UndoServer {

  /** All of them, ours included, by name. */
  List<UndoSpace> spaces();

  /** Makes the helper. */
  void create();

  /** Drops the helper. Refused unless it is empty. */
  void drop();

  void setInactive(String name);

  void setActive(String name);

  /** Whether the server truncates them by itself, and from what size on, in words. */
  String automatic();

  /** What keeps undo logs from being purged. */
  Backlog backlog();

  /**
   * What purge has yet to work off.
   *
   * @param historyLength undo logs of transactions; some ten of them stay on an idle server
   * @param holders open transactions and prepared XA transactions that may need them, the oldest
   *     first, in words
   */
  record Backlog(OptionalLong historyLength, List<String> holders) {

    public Backlog {
      holders = List.copyOf(holders);
    }

    String text() {
      String history =
          historyLength.isPresent()
              ? "the history list has " + historyLength.getAsLong() + " undo logs"
              : "the length of the history list cannot be seen";
      return holders.isEmpty()
          ? history + " and no transaction is open that could need them"
          : history + "; purge may have to wait for " + String.join(", ", holders);
    }
  }
}
