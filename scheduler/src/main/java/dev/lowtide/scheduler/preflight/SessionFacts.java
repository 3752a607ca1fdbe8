package dev.lowtide.scheduler.preflight;

import java.util.List;

/**
 * Other sessions at the server that matter, in words. Ours are left out.
 *
 * @param isLockInstrumented whether metadata locks can be seen
 * @param areTransactionsInstrumented whether other sessions' transactions can be seen
 * @param definitions those that define something
 * @param backups those that keep others from defining or writing anything
 * @param isCloning whether the server is being cloned
 * @param unlogged those whose writes do not come to the binary log as full rows
 * @param lockers those that have locked the table with LOCK TABLES
 * @param longTransactions those that have touched the table and not ended for long
 * @param events scheduled events that would change the table's definition
 */
public record SessionFacts(
    boolean isLockInstrumented,
    boolean areTransactionsInstrumented,
    List<String> definitions,
    List<String> backups,
    boolean isCloning,
    List<String> unlogged,
    List<String> lockers,
    List<String> longTransactions,
    List<String> events) {

  /** Nothing is known. */
  public static final SessionFacts UNSEEN =
      new SessionFacts(
          false, false, List.of(), List.of(), false, List.of(), List.of(), List.of(), List.of());

  public SessionFacts {
    definitions = List.copyOf(definitions);
    backups = List.copyOf(backups);
    unlogged = List.copyOf(unlogged);
    lockers = List.copyOf(lockers);
    longTransactions = List.copyOf(longTransactions);
    events = List.copyOf(events);
  }
}
