package dev.lowtide.scheduler.binlog;

import dev.lowtide.scheduler.copy.CopyStoppedException;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.copy.RowKey;
import java.io.IOException;
import java.util.List;

/** Our own rows in the registry: the first column is a copy's id, the second its mark. */
final class MarkImages implements ImageReader {

  private static final int ID = 0;
  private static final int MARK = 1;

  private final long copyId;
  private final RowLayout layout;
  private final Transactions transactions;

  MarkImages(long copyId, RowLayout layout, Transactions transactions) throws CopyStoppedException {
    List<ColumnType> columns = layout.columns();
    if (columns.size() <= MARK || !isNumber(columns.get(ID)) || !isNumber(columns.get(MARK))) {
      throw FeedEnd.lost(
          CopyTable.REGISTRY + "." + layout.table() + " is not ours (expected: id and mark first)");
    }
    this.copyId = copyId;
    this.layout = layout;
    this.transactions = transactions;
  }

  private static boolean isNumber(ColumnType type) {
    return type.code() == ColumnType.LONGLONG;
  }

  @Override
  public List<RowKey> read(ImageShape shape, EventBody row, boolean isAfter) throws IOException {
    byte[] nulls = row.bytes((shape.count() + 7) / 8);
    long[] numbers = {-1, 0};
    int bit = 0;
    for (int i = 0; i < shape.columns(); i++) {
      if (!shape.has(i) || Bytes.isSet(nulls, bit++)) {
        continue;
      }
      if (i <= MARK) {
        numbers[i] = row.signed(Long.BYTES);
      } else {
        layout.columns().get(i).skip(row);
      }
    }
    if (isAfter && numbers[ID] == copyId) {
      transactions.onMark(numbers[MARK]);
    }
    return List.of();
  }
}
