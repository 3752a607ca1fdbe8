package dev.lowtide.scheduler.plan;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.shrink.ByteSize;
import java.util.List;
import java.util.Optional;

/**
 * What a table is made of, as the data dictionary has it.
 *
 * @param keyIndex name of the index that tells rows apart and in whose order InnoDB keeps them;
 *     empty if InnoDB numbers them by itself
 * @param refersTo tables that its foreign keys refer to
 * @param partitions in their order; empty if it has none
 */
public record TableShape(
    List<Column> columns,
    List<Index> indexes,
    String keyIndex,
    List<Trigger> triggers,
    List<Check> checks,
    List<TableName> refersTo,
    List<Partition> partitions,
    Storage storage) {

  /** Of something that is no table of InnoDB's. */
  public static final TableShape NONE =
      new TableShape(
          List.of(), List.of(), "", List.of(), List.of(), List.of(), List.of(), Storage.PLAIN);

  /**
   * One column.
   *
   * @param type DATA_TYPE, in lower case
   * @param charset of a text, else empty
   * @param expression that makes its values; empty if it has values of its own
   */
  public record Column(
      String name, String type, String charset, boolean isVirtual, String expression) {

    public boolean isGenerated() {
      return !expression.isEmpty();
    }
  }

  /**
   * One index.
   *
   * @param type BTREE, FULLTEXT or SPATIAL
   */
  public record Index(String name, boolean isUnique, String type, List<Part> parts) {

    public Index {
      parts = List.copyOf(parts);
    }
  }

  /**
   * One part of an index.
   *
   * @param column empty if it is an expression
   * @param expression empty if it is a column
   * @param isPrefix whether only the beginning of the column is in the index
   */
  public record Part(String column, String expression, boolean isPrefix) {}

  /**
   * One trigger.
   *
   * @param definer the account in whose name it works
   * @param isDefinerThere whether there is such an account
   * @param isDefinerProtected whether that account has SYSTEM_USER
   */
  public record Trigger(
      String name, String definer, boolean isDefinerThere, boolean isDefinerProtected) {}

  /** One CHECK constraint. */
  public record Check(String name, String clause, boolean isEnforced) {}

  /** One partition, or a part of one. */
  public record Partition(String name, long rowsEstimate, ByteSize fileSize) {}

  /**
   * How it lies on disk.
   *
   * @param rowFormat such as Dynamic
   * @param createOptions as information_schema.TABLES has them
   * @param rowVersions how many ways there are to read a row since columns were added or dropped
   *     without touching rows
   * @param directories of files that lie elsewhere than in the data directory
   */
  public record Storage(
      String rowFormat,
      String createOptions,
      boolean isEncrypted,
      int rowVersions,
      List<String> directories) {

    public static final Storage PLAIN = new Storage("Dynamic", "", false, 0, List.of());

    public Storage {
      directories = List.copyOf(directories);
    }
  }

  public TableShape {
    columns = List.copyOf(columns);
    indexes = List.copyOf(indexes);
    triggers = List.copyOf(triggers);
    checks = List.copyOf(checks);
    refersTo = List.copyOf(refersTo);
    partitions = List.copyOf(partitions);
  }

  /** The index that tells rows apart, if it may be seen. */
  public Optional<Index> key() {
    return index(keyIndex);
  }

  public Optional<Index> index(String name) {
    return indexes.stream().filter(index -> index.name().equals(name)).findFirst();
  }

  public Optional<Column> column(String name) {
    return columns.stream().filter(column -> column.name().equalsIgnoreCase(name)).findFirst();
  }

  /** Indexes that may be added when the rows are there. */
  public List<Index> addedLater() {
    return indexes.stream().filter(index -> !index.isUnique()).toList();
  }
}
