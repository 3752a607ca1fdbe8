package dev.lowtide.scheduler.binlog;

import dev.lowtide.scheduler.copy.CopyStoppedException;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.copy.KeyColumn;
import dev.lowtide.scheduler.copy.RowKey;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The original's rows: a key of each image. */
final class KeyImages implements ImageReader {

  private final CopyTable table;
  private final RowLayout layout;

  /** By column; null where the column is not of the key. */
  private final @Nullable KeyCell[] cells;

  /** By column: its place in the key. */
  private final int[] places;

  private KeyImages(CopyTable table, RowLayout layout) throws UnreadableException {
    this.table = table;
    this.layout = layout;
    this.cells = new KeyCell[layout.columns().size()];
    this.places = new int[cells.length];
    List<KeyColumn> key = table.key();
    for (int i = 0; i < key.size(); i++) {
      int ordinal = key.get(i).ordinal();
      cells[ordinal] = new KeyCell(key.get(i), layout.columns().get(ordinal));
      places[ordinal] = i;
    }
  }

  static KeyImages of(CopyTable table, RowLayout layout) throws IOException, CopyStoppedException {
    if (layout.columns().size() != table.columnCount()) {
      throw FeedEnd.lost(
          table.original()
              + " has "
              + layout.columns().size()
              + " columns in the binary log (expected: "
              + table.columnCount()
              + ")");
    }
    return new KeyImages(table, layout);
  }

  @Override
  public List<RowKey> read(ImageShape shape, EventBody row, boolean isAfter)
      throws IOException, CopyStoppedException {
    if (shape.columns() != cells.length || !shape.isFull()) {
      throw FeedEnd.lost(
          "a row of "
              + table.original()
              + " was logged with "
              + shape.count()
              + " of its "
              + cells.length
              + " columns (expected: binlog_row_image=FULL in all sessions)");
    }
    byte[] nulls = row.bytes((cells.length + 7) / 8);
    String[] values = new String[table.key().size()];
    for (int i = 0; i < cells.length; i++) {
      if (!Bytes.isSet(nulls, i)) {
        read(i, row, values);
      } else if (cells[i] != null) {
        throw new UnreadableException("a NULL in the key of " + table.original());
      }
    }
    return List.of(RowKey.of(values));
  }

  private void read(int column, EventBody row, String[] values) throws IOException {
    KeyCell cell = cells[column];
    if (cell == null) {
      layout.columns().get(column).skip(row);
    } else {
      values[places[column]] = cell.text(row);
    }
  }
}
