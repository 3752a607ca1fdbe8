package dev.lowtide.scheduler.binlog;

import dev.lowtide.scheduler.copy.CopyStoppedException;
import dev.lowtide.scheduler.copy.RowKey;
import java.io.IOException;
import java.util.List;

/** Reads one image of a row, to its last byte. */
interface ImageReader {

  /** Of tables that are none of our business: their images are not even looked at. */
  ImageReader OTHER =
      (shape, row, isAfter) -> {
        throw new IllegalStateException("rows of another table (expected: to be left out)");
      };

  /** The row's key, if it is one of those that are followed. */
  List<RowKey> read(ImageShape shape, EventBody row, boolean isAfter)
      throws IOException, CopyStoppedException;
}
