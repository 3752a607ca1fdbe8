package dev.lowtide.scheduler.plan;

import dev.lowtide.scheduler.plan.TableShape.Column;
import dev.lowtide.scheduler.shrink.RowShape;
import dev.lowtide.scheduler.shrink.TableFacts;
import java.util.List;
import java.util.regex.Matcher;
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

  /** On a line of its own, in a comment for servers that do not know it. */
  private static final Pattern HASHED =
      Pattern.compile(
          "^(?:/\\*!\\d+ )?PARTITION BY (?:LINEAR )?(?:HASH|KEY)\\b", Pattern.MULTILINE);

  private static final Pattern PAGE_KIBIBYTES =
      Pattern.compile("KEY_BLOCK_SIZE=(\\d+)", Pattern.CASE_INSENSITIVE);

  /** As servers come. */
  private static final int PAGE_KIBIBYTES_IN_MEMORY = 16;

  /** What makes its rows dear to move. */
  RowShape rowShape() {
    List<Column> stored = shape.columns().stream().filter(column -> !column.isVirtual()).toList();
    return new RowShape(
        stored.size(),
        pageRatio(),
        stored.stream().anyMatch(column -> column.type().equals("json")),
        facts.tablespace().subject().isTable() && HASHED.matcher(facts.definition()).find());
  }

  boolean isCompressed() {
    return rowFormat.equalsIgnoreCase("Compressed");
  }

  /** Half a page is what the server takes where nothing is said. */
  private int pageRatio() {
    Matcher said = PAGE_KIBIBYTES.matcher(shape.storage().createOptions());
    int kibibytes = said.find() ? Integer.parseInt(said.group(1)) : PAGE_KIBIBYTES_IN_MEMORY / 2;
    return isCompressed() ? Math.max(1, PAGE_KIBIBYTES_IN_MEMORY / Math.max(1, kibibytes)) : 1;
  }
}
