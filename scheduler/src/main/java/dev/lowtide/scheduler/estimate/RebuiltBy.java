package dev.lowtide.scheduler.estimate;

/** How a table is rebuilt, as far as it decides how full its pages are afterwards. */
public enum RebuiltBy {
  /** Copied in the order of its key, and secondary keys built by sorting afterwards. */
  SHADOW_COPY,
  /** Copied in the order of its key with all keys there: {@code ALGORITHM=COPY}. */
  COPY_UNDER_HOLD,
  /** The server sorts and builds every index by itself: {@code ALGORITHM=INPLACE}. */
  IN_PLACE
}
