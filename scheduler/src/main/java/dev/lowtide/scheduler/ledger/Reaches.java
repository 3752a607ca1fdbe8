package dev.lowtide.scheduler.ledger;

import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.TableName;
import java.util.List;

/** Who tells by which names a table can be touched. */
@FunctionalInterface
public interface Reaches {

  /**
   * The names through which each of the tables can be touched at this moment.
   *
   * @throws LedgerBlindException if that cannot be told
   */
  List<Reach> reaches(List<TableName> tables);

  /** The same of one table. */
  default Reach reach(TableName table) {
    return reaches(List.of(table)).get(0);
  }
}
