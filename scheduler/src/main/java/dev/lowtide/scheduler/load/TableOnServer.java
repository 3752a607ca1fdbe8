package dev.lowtide.scheduler.load;

/**
 * What the server shows of those who are in a table's way, our own sessions left out.
 *
 * @param locks metadata locks on the table, held or awaited
 * @param readViews of any tables: which one a session will look at next nobody knows
 */
public record TableOnServer(Sight<TableLock> locks, Sight<ReadView> readViews) {

  /** Nothing could be seen. */
  public static TableOnServer unseen(String why) {
    return new TableOnServer(Sight.missing(why), Sight.missing(why));
  }
}
