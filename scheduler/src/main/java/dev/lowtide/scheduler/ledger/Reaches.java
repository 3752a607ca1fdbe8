package dev.lowtide.scheduler.ledger;

import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.TableName;

/** Who tells by which names a table can be touched. */
@FunctionalInterface
public interface Reaches {

  /**
   * The names through which the table can be touched at this moment.
   *
   * @throws LedgerBlindException if that cannot be told
   */
  Reach reach(TableName table);
}
