package dev.lowtide.scheduler.plan;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.plan.TableShape.Check;
import dev.lowtide.scheduler.plan.TableShape.Column;
import dev.lowtide.scheduler.plan.TableShape.Index;
import dev.lowtide.scheduler.plan.TableShape.Part;
import dev.lowtide.scheduler.plan.TableShape.Partition;
import dev.lowtide.scheduler.plan.TableShape.Storage;
import dev.lowtide.scheduler.plan.TableShape.Trigger;
import java.util.List;

/** Tables as they are made up. */
public final class Shapes {

  public static final Column ID = column("id", "int");
  public static final Column NOTE = new Column("note", "varchar", "utf8mb4", false, "");
  public static final Part BY_ID = part("id");
  public static final Index PRIMARY = new Index("PRIMARY", true, "BTREE", List.of(BY_ID));
  public static final Index BY_NOTE = new Index("by_note", false, "BTREE", List.of(part("note")));

  /** An id and a note, with an index on each. */
  public static final TableShape PLAIN =
      shape(List.of(ID, NOTE), List.of(PRIMARY, BY_NOTE), "PRIMARY");

  private Shapes() {}

  public static Column column(String name, String type) {
    return new Column(name, type, "", false, "");
  }

  public static Column generated(String name, String type, String expression) {
    return new Column(name, type, "", false, expression);
  }

  public static Part part(String column) {
    return new Part(column, "", false);
  }

  public static TableShape shape(List<Column> columns, List<Index> indexes, String key) {
    return new TableShape(
        columns, indexes, key, List.of(), List.of(), List.of(), List.of(), Storage.PLAIN);
  }

  /** The plain one with a key of these parts. */
  public static TableShape keyed(List<Column> columns, Part... parts) {
    return shape(columns, List.of(new Index("PRIMARY", true, "BTREE", List.of(parts))), "PRIMARY");
  }

  public static TableShape indexed(Index more) {
    return shape(PLAIN.columns(), List.of(PRIMARY, more), "PRIMARY");
  }

  public static TableShape triggered(Trigger... triggers) {
    return new TableShape(
        PLAIN.columns(),
        PLAIN.indexes(),
        "PRIMARY",
        List.of(triggers),
        List.of(),
        List.of(),
        List.of(),
        Storage.PLAIN);
  }

  public static TableShape checked(List<Column> columns, Check... checks) {
    return new TableShape(
        columns,
        PLAIN.indexes(),
        "PRIMARY",
        List.of(),
        List.of(checks),
        List.of(),
        List.of(),
        Storage.PLAIN);
  }

  public static TableShape referringTo(TableName... others) {
    return new TableShape(
        PLAIN.columns(),
        PLAIN.indexes(),
        "PRIMARY",
        List.of(),
        List.of(),
        List.of(others),
        List.of(),
        Storage.PLAIN);
  }

  public static TableShape partitioned(List<Partition> partitions) {
    return new TableShape(
        PLAIN.columns(),
        PLAIN.indexes(),
        "PRIMARY",
        List.of(),
        List.of(),
        List.of(),
        partitions,
        Storage.PLAIN);
  }

  public static TableShape stored(Storage storage) {
    return new TableShape(
        PLAIN.columns(),
        PLAIN.indexes(),
        "PRIMARY",
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        storage);
  }
}
