package dev.lowtide.scheduler.binlog;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A table's columns, as a TABLE_MAP event has them before rows that changed.
 *
 * @param schema as the server spells it
 * @param table as the server spells it
 */
record RowLayout(String schema, String table, List<ColumnType> columns) {

  /** The server's own limit is 4096 columns; who says more is not understood. */
  private static final int COLUMNS_MAX = 4096;

  RowLayout {
    columns = List.copyOf(columns);
  }

  /** Only the names, to see whether the columns are of interest. */
  static RowLayout names(EventBody body) throws IOException {
    String schema = name(body);
    return new RowLayout(schema, name(body), List.of());
  }

  private static String name(EventBody body) throws IOException {
    String name = body.text(body.u8());
    body.skip(1);
    return name;
  }

  /** The columns that follow the names. */
  RowLayout withColumns(EventBody body) throws IOException {
    long count = body.packed();
    if (count > COLUMNS_MAX) {
      throw new UnreadableException(count + " columns in " + table);
    }
    byte[] codes = body.bytes((int) count);
    EventBody metadata = Bytes.body(body.bytes((int) body.packed()));
    List<ColumnType> types = new ArrayList<>();
    for (byte code : codes) {
      types.add(ColumnType.read(code & 0xFF, metadata));
    }
    return new RowLayout(schema, table, types);
  }
}
