package dev.lowtide.scheduler.innodb;

import static dev.lowtide.scheduler.innodb.Unsigned.u16;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Optional;

/** Reads an extent's used pages and tells a stratum what they hold. Confined to one thread. */
final class ExtentReader {

  private final SpaceFile file;
  private final SpaceShape shape;
  private final PageCheck check;

  long pagesRead;
  long unwrittenPages;
  long tornPages;

  private double alive;

  ExtentReader(SpaceFile file, SpaceShape shape, PageCheck check) {
    this.file = file;
    this.shape = shape;
    this.check = check;
  }

  void read(Extent extent, Stratum into) throws IOException, UnreadableSpaceException {
    BitSet used = extent.used();
    int first = used.nextSetBit(0);
    int count = used.length() - first;
    long from = extent.firstPage() + first;
    ByteBuffer bytes = file.read(from * shape.pageSize(), count * shape.pageSize());
    alive = 0;
    int good = 0;
    BitSet again = new BitSet();
    for (int i = first; i >= 0; i = used.nextSetBit(i + 1)) {
      ByteBuffer page = bytes.slice((i - first) * shape.pageSize(), shape.pageSize());
      if (take(page, extent.firstPage() + i, into)) {
        good++;
      } else {
        again.set(i);
      }
    }
    good += lookAgain(extent, again, into);
    into.looked(good, alive);
  }

  /** A page that the server was just writing is whole a moment later. */
  private int lookAgain(Extent extent, BitSet pages, Stratum into)
      throws IOException, UnreadableSpaceException {
    int good = 0;
    for (int i = pages.nextSetBit(0); i >= 0; i = pages.nextSetBit(i + 1)) {
      long number = extent.firstPage() + i;
      ByteBuffer page = file.read(number * shape.pageSize(), shape.pageSize());
      if (take(page, number, into)) {
        good++;
      } else if (check.look(page, number) == PageCheck.Found.UNWRITTEN) {
        unwrittenPages++;
      } else {
        tornPages++;
      }
    }
    pagesRead += pages.cardinality() - good;
    return good;
  }

  /** Whether the page could be understood. */
  private boolean take(ByteBuffer page, long number, Stratum into) throws UnreadableSpaceException {
    PageCheck.Found found = check.look(page, number);
    int type = u16(page, PageType.AT);
    if (found == PageCheck.Found.VEILED) {
      throw Descriptors.veiled(type);
    }
    if (found != PageCheck.Found.WHOLE || (PageType.isTree(type) && !takeTree(page, type, into))) {
      return false;
    }
    if (PageType.isLongValue(type)) {
      into.longPages++;
      alive += shape.pageSize();
    } else if (PageType.isSdiLongValue(type)) {
      into.sdiLongPages++;
    }
    pagesRead++;
    return true;
  }

  private boolean takeTree(ByteBuffer page, int type, Stratum into) {
    Optional<IndexPage> read = IndexPage.of(page, shape);
    read.ifPresent(
        found -> {
          IndexTally tally = into.indexes.computeIfAbsent(found.index(), i -> new IndexTally());
          double before = tally.bytes;
          tally.add(found, page, shape, type);
          alive += tally.bytes - before;
        });
    return read.isPresent();
  }
}
