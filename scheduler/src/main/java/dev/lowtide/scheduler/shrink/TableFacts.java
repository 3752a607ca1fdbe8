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
 * @param topology what the server is to others, and who follows it; empty if that is not known
 */
public record TableFacts(
    Tablespace tablespace,
    String definition,
    List<Long> spaceIds,
    List<TableName> referencedBy,
    String serverVersion,
    List<String> topology) {

  /** Facts that were written down without a topology have none that is known. */
  @SuppressWarnings("NullAway")
  public TableFacts {
    spaceIds = List.copyOf(spaceIds);
    referencedBy = List.copyOf(referencedBy);
    topology = topology == null ? List.of() : List.copyOf(topology);
  }

  /** With other servers not looked at. */
  public TableFacts(
      Tablespace tablespace,
      String definition,
      List<Long> spaceIds,
      List<TableName> referencedBy,
      String serverVersion) {
    this(tablespace, definition, spaceIds, referencedBy, serverVersion, List.of());
  }

  /** The same among these servers. */
  TableFacts among(List<String> servers) {
    return new TableFacts(tablespace, definition, spaceIds, referencedBy, serverVersion, servers);
  }
}
