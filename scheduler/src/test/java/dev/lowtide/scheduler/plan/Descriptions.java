package dev.lowtide.scheduler.plan;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Subject;
import dev.lowtide.scheduler.shrink.TableFacts;
import dev.lowtide.scheduler.shrink.Tablespace;
import java.util.List;

/** Tables as a catalog describes them. */
public final class Descriptions {

  public static final String DEFINITION = "CREATE TABLE `orders` (`id` int)";

  private Descriptions() {}

  /** A plain table of 100-byte records without secondary keys. */
  public static TableDescription table(TableName name, long fileMebibytes, long rows) {
    return table(name, fileMebibytes, rows, DEFINITION);
  }

  public static TableDescription table(
      TableName name, long fileMebibytes, long rows, String definition) {
    return new TableDescription(
        facts(name, fileMebibytes, rows, definition),
        "BASE TABLE",
        "InnoDB",
        true,
        "Dynamic",
        79,
        0,
        0,
        Shapes.PLAIN);
  }

  static TableFacts facts(TableName name, long fileMebibytes, long rows, String definition) {
    return facts(Subject.of(name), fileMebibytes, rows, definition);
  }

  static TableFacts facts(Subject subject, long fileMebibytes, long rows, String definition) {
    Tablespace tablespace =
        new Tablespace(subject, ByteSize.ofMebibytes(fileMebibytes), ByteSize.ofMebibytes(4), rows);
    return new TableFacts(tablespace, definition, List.of(17L), List.of(), "MySQL 8.4.3");
  }
}
