package dev.lowtide.scheduler.shrink;

import java.util.List;

/**
 * What must not have changed between the approval of a plan and its run.
 *
 * @param definition the table's SHOW CREATE TABLE without its AUTO_INCREMENT counter
 * @param spaceIds of the tablespaces behind it, in order; a rebuild changes them
 * @param serverVersion as the server says it
 */
public record TableFacts(
    Tablespace tablespace, String definition, List<Long> spaceIds, String serverVersion) {

  public TableFacts {
    spaceIds = List.copyOf(spaceIds);
  }
}
