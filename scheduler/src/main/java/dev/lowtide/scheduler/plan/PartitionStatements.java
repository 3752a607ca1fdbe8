package dev.lowtide.scheduler.plan;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.shrink.Subject;
import java.util.ArrayList;
import java.util.List;

/** What would be sent for one partition, to the letter as far as it can be known. */
final class PartitionStatements {

  private PartitionStatements() {}

  static List<String> truncation(Subject subject) {
    String table = subject.table().quoted();
    return List.of(
        "LOCK TABLES " + table + " WRITE",
        "SELECT 1 FROM " + table + partition(subject) + " LIMIT 1",
        "ALTER TABLE " + table + " TRUNCATE PARTITION " + TableName.quoted(subject.name()),
        "UNLOCK TABLES");
  }

  /** Those of a copy of the table, but for where rows are read and how the two change places. */
  static List<String> exchange(Subject subject, TableShape shape, List<String> wayBack) {
    TableName original = subject.table();
    TableName shadow = new TableName(CopyTable.SHADOWS, original.table());
    List<String> statements = new ArrayList<>(CopyStatements.making(original));
    statements.add("ALTER TABLE " + shadow.quoted() + " REMOVE PARTITIONING");
    statements.addAll(
        CopyStatements.filling(shadow, original.quoted() + partition(subject), shape));
    statements.add(CopyStatements.lock(original, shadow));
    statements.add(
        "ALTER TABLE "
            + original.quoted()
            + " EXCHANGE PARTITION "
            + TableName.quoted(subject.name())
            + " WITH TABLE "
            + shadow.quoted()
            + " WITHOUT VALIDATION");
    statements.add("UNLOCK TABLES");
    statements.add("RENAME TABLE " + shadow.quoted() + " TO " + CopyStatements.old(original));
    statements.addAll(wayBack);
    return statements;
  }

  private static String partition(Subject subject) {
    return " PARTITION (" + TableName.quoted(subject.name()) + ")";
  }
}
