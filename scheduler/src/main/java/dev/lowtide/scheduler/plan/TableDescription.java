package dev.lowtide.scheduler.plan;

import dev.lowtide.scheduler.shrink.TableFacts;
import java.util.regex.Pattern;

/**
 * A table as the planner sees it.
 *
 * @param kind as TABLE_TYPE has it, such as BASE TABLE or VIEW
 * @param isFilePerTable whether all of it lies in files of its own
 * @param rowFormat such as Dynamic or Compressed
 * @param rowBytes average bytes of a row's columns, from a sample
 * @param secondaryKeyBytes average bytes of a row's entries in all secondary indexes together
 * @param shape what it is made of
 */
public record TableDescription(
    TableFacts facts,
    String kind,
    String engine,
    boolean isFilePerTable,
    String rowFormat,
    double rowBytes,
    double secondaryKeyBytes,
    int secondaryKeys,
    TableShape shape) {

  /** A column of that type, as SHOW CREATE TABLE has it: one to a line. */
  private static final Pattern DOCUMENT =
      Pattern.compile("^\\s*`(?:[^`]|``)+` json\\b", Pattern.MULTILINE);

  /** Whether a column holds JSON. */
  public boolean hasDocuments() {
    return DOCUMENT.matcher(facts.definition()).find();
  }
}
