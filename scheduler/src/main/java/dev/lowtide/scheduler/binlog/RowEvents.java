package dev.lowtide.scheduler.binlog;

import dev.lowtide.scheduler.copy.CopyStoppedException;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.copy.RowKey;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** From TABLE_MAP and rows events to keys and marks. Confined to the feed's thread. */
final class RowEvents {

  /** The table of our marks: its first column is the copy's id, its second the mark. */
  private static final String MARKS = "copy";

  /** A rows event without a table, which only ends a statement. */
  private static final long NO_TABLE = 0xFFFFFF;

  private final CopyTable table;
  private final long copyId;
  private final boolean isCaseFolded;
  private final Transactions transactions;

  /** By table id, of the transaction at hand. */
  private final Map<Long, ImageReader> readers = new HashMap<>();

  /**
   * @param isCaseFolded whether the server takes names that differ in case only for one
   *     (lower_case_table_names)
   */
  RowEvents(CopyTable table, long copyId, boolean isCaseFolded, Transactions transactions) {
    this.table = table;
    this.copyId = copyId;
    this.isCaseFolded = isCaseFolded;
    this.transactions = transactions;
  }

  /** Table ids mean something within one transaction. */
  void onBoundary() {
    readers.clear();
  }

  void onTableMap(EventBody body) throws IOException, CopyStoppedException {
    long tableId = body.unsigned(6);
    body.skip(2);
    RowLayout names = RowLayout.names(body);
    ImageReader reader = ImageReader.OTHER;
    if (isOriginal(names)) {
      reader = KeyImages.of(table, names.withColumns(body));
    } else if (names.schema().equals(CopyTable.REGISTRY) && names.table().equals(MARKS)) {
      reader = new MarkImages(copyId, names.withColumns(body), transactions);
    }
    readers.put(tableId, reader);
  }

  private boolean isOriginal(RowLayout names) {
    return isSame(names.schema(), table.original().schema())
        && isSame(names.table(), table.original().table());
  }

  private boolean isSame(String name, String ours) {
    return isCaseFolded ? name.equalsIgnoreCase(ours) : name.equals(ours);
  }

  void onRows(int type, EventBody body)
      throws IOException, InterruptedException, CopyStoppedException {
    long tableId = body.unsigned(6);
    body.skip(2);
    ImageReader reader = readers.get(tableId);
    if (reader == null && tableId != NO_TABLE) {
      throw new UnreadableException("rows of a table that it does not name, " + tableId);
    }
    if (reader == null || reader == ImageReader.OTHER) {
      return;
    }
    if (type == EventHeader.PARTIAL_UPDATE_ROWS) {
      throw FeedEnd.lost(
          "rows were logged in part (expected: binlog_row_value_options is empty in all sessions)");
    }
    if (type >= EventHeader.WRITE_ROWS) {
      body.skip(body.u16() - 2L);
    }
    rows(RowChange.of(type), reader, body);
  }

  private void rows(RowChange change, ImageReader reader, EventBody body)
      throws IOException, InterruptedException, CopyStoppedException {
    int columns = (int) body.packed();
    int bitmapBytes = (columns + 7) / 8;
    ImageShape before = change.hasBefore ? new ImageShape(columns, body.bytes(bitmapBytes)) : null;
    ImageShape after = change.hasAfter ? new ImageShape(columns, body.bytes(bitmapBytes)) : null;
    while (body.remaining() > 0) {
      if (before != null) {
        tell(reader.read(before, body, false));
      }
      if (after != null) {
        tell(reader.read(after, body, true));
      }
    }
  }

  private void tell(Iterable<RowKey> keys)
      throws IOException, InterruptedException, CopyStoppedException {
    for (RowKey key : keys) {
      transactions.onKey(key);
    }
  }

  /** What a rows event has of each row. */
  private enum RowChange {
    WRITE(false, true),
    UPDATE(true, true),
    DELETE(true, false);

    private final boolean hasBefore;
    private final boolean hasAfter;

    RowChange(boolean hasBefore, boolean hasAfter) {
      this.hasBefore = hasBefore;
      this.hasAfter = hasAfter;
    }

    static RowChange of(int type) {
      return switch (type) {
        case EventHeader.WRITE_ROWS, EventHeader.WRITE_ROWS_V1 -> WRITE;
        case EventHeader.UPDATE_ROWS, EventHeader.UPDATE_ROWS_V1 -> UPDATE;
        case EventHeader.DELETE_ROWS, EventHeader.DELETE_ROWS_V1 -> DELETE;
        default -> throw new IllegalArgumentException("type " + type + " (expected: of rows)");
      };
    }
  }
}
