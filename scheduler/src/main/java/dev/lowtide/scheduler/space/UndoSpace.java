package dev.lowtide.scheduler.space;

import dev.lowtide.scheduler.shrink.ByteSize;

/**
 * One undo tablespace.
 *
 * @param id changes whenever the server truncates it
 */
public record UndoSpace(String name, long id, ByteSize fileSize, State state) {

  /** Ours, made so that two others stay active while one is not. */
  public static final String HELPER = "lowtide_undo";

  /** What a truncated one has from 8.0.23 on; before it was 10 MiB. */
  static final ByteSize TRUNCATED = ByteSize.ofMebibytes(16);

  /** As INNODB_TABLESPACES has it. */
  public enum State {
    ACTIVE,
    /** Takes no new transactions; is truncated when nobody needs it any more. */
    INACTIVE,
    /** Truncated, and inactive yet. */
    EMPTY,
    /** Something that this Lowtide has not heard of. */
    OTHER
  }

  boolean isHelper() {
    return name.equals(HELPER);
  }

  boolean isActive() {
    return state == State.ACTIVE;
  }
}
