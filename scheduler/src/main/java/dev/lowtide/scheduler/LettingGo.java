package dev.lowtide.scheduler;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.OldTables;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * Old tables of which whoever lets them follow lets go before they are dropped. Any thread.
 *
 * @param followAgain takes one back that was not dropped after all
 */
record LettingGo(OldTables tables, Consumer<TableName> leave, Consumer<TableName> followAgain)
    implements OldTables {

  @Override
  public Instant now() {
    return tables.now();
  }

  @Override
  public boolean exists(TableName table) {
    return tables.exists(table);
  }

  @Override
  public Dropped drop(TableName table) {
    leave.accept(table);
    try {
      return tables.drop(table);
    } catch (RuntimeException e) {
      followAgain.accept(table);
      throw e;
    }
  }

  @Override
  public List<LinkedFile> leftovers() {
    return tables.leftovers();
  }
}
