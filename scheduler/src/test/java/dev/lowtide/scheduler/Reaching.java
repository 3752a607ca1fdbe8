package dev.lowtide.scheduler;

import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.ledger.LedgerBlindException;
import dev.lowtide.scheduler.ledger.Reaches;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tables that are reached by their own names, unless a test has it otherwise. */
final class Reaching implements Reaches {

  static final Reaches BY_NAME = new Reaching();

  final Map<TableName, Reach> reaches = new HashMap<>();
  @Nullable String blindness;

  @Override
  public List<Reach> reaches(List<TableName> tables) {
    if (blindness != null) {
      throw new LedgerBlindException(blindness);
    }
    return tables.stream().map(table -> reaches.getOrDefault(table, Reach.of(table))).toList();
  }
}
