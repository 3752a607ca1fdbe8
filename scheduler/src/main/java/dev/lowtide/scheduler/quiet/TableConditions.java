package dev.lowtide.scheduler.quiet;

import java.util.List;

/** All that must hold for a table to be quiet, besides its server. */
final class TableConditions {

  private TableConditions() {}

  static List<TableCondition> of(QuietPolicy policy) {
    return List.of(
        new TableUsers(),
        new TableLocks(),
        new TableUnwritten(policy.tableUnwrittenFor()),
        new OlderReadViews(policy.readViewAgeMax()));
  }
}
