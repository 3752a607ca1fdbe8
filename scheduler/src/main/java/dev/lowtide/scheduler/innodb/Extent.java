package dev.lowtide.scheduler.innodb;

import static dev.lowtide.scheduler.innodb.Unsigned.u32;
import static dev.lowtide.scheduler.innodb.Unsigned.u8;

import java.nio.ByteBuffer;
import java.util.BitSet;

/**
 * An extent and what its descriptor says of it.
 *
 * @param firstPage of it in the file
 * @param segment that has it to itself, or 0: its pages are given out one by one
 * @param used pages; one that was freed keeps what it held, and only this tells it from the others
 */
record Extent(long firstPage, long segment, State state, BitSet used) {

  /** In the order of their numbers in the file. */
  enum State {
    NOT_INITED,
    FREE,
    FREE_FRAG,
    FULL_FRAG,
    FSEG,
    FSEG_FRAG
  }

  private static final int STATE_AT = 20;
  private static final int BITMAP_AT = 24;

  /**
   * @param at where the descriptor begins
   * @param pages of the extent that there are; fewer than usual at the end of a small file
   */
  static Extent of(ByteBuffer page, int at, long firstPage, int pages)
      throws UnreadableSpaceException {
    long state = u32(page, at + STATE_AT);
    if (state >= State.values().length) {
      throw new UnreadableSpaceException(
          "state of the extent at page " + firstPage + ": " + state + " (expected: 0 to 5)");
    }
    State is = State.values()[(int) state];
    boolean isOwned = is == State.FSEG || is == State.FSEG_FRAG;
    boolean isNobodys = is == State.NOT_INITED || is == State.FREE;
    BitSet used = isNobodys ? new BitSet() : used(page, at + BITMAP_AT, pages);
    return new Extent(firstPage, isOwned ? page.getLong(at) : 0, is, used);
  }

  /** The lower bit of two says that the page is free. */
  private static BitSet used(ByteBuffer page, int bitmap, int pages) {
    BitSet used = new BitSet(pages);
    for (int i = 0; i < pages; i++) {
      boolean isFree = (u8(page, bitmap + i / 4) >> (i % 4 * 2) & 1) != 0;
      used.set(i, !isFree);
    }
    return used;
  }

  boolean isFree() {
    return state == State.FREE || state == State.NOT_INITED;
  }
}
