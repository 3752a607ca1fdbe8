package dev.lowtide.scheduler.shrink;

import dev.lowtide.proxy.activity.TableName;
import java.util.List;

/**
 * What must not have changed between the approval of a plan and its run.
 *
 * @param definition the table's SHOW CREATE TABLE without its AUTO_INCREMENT counter
 * @param spaceIds of the tablespaces behind it, in order; a rebuild changes them
 * @param referencedBy other tables whose foreign keys refer to it
 * @param serverVersion as the server says it
 */
public record TableFacts(
    Tablespace tablespace,
    String definition,
    List<Long> spaceIds,
    List<TableName> referencedBy,
    String serverVersion) {

  public TableFacts {
    spaceIds = List.copyOf(spaceIds);
    referencedBy = List.copyOf(referencedBy);
  }
}
